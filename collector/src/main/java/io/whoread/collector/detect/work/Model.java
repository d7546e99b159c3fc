package io.whoread.collector.detect.work;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.whoread.collector.detect.v1.History;
import io.whoread.collector.detect.v1.ModelState;

/**
 * What the work of a role looks like, learnt from the trail itself: every read is shown to it as
 * work, and beside it, as if the same person had read them at the same moment, one subject drawn
 * from all that there are and one from those that somebody works on these days. Telling work from
 * what was drawn is what it learns; so its odds say how much likelier a read is if somebody took
 * what there is than if it was work (noise-contrastive estimation, M. Gutmann and A. Hyvärinen,
 * 2010).
 *
 * <p>Reads of thieves are learnt as work as well: they are few beside all others.
 */
public final class Model {
  /** No single read may say more than this. */
  private static final double CLIP = 5;

  private final Logistic any;
  private final Logistic fresh;
  private final Features features = new Features();

  public Model() {
    Logistic[] both = Logistic.beside(2);
    any = both[0];
    fresh = both[1];
  }

  /**
   * How much likelier a read is among those taken at random than as work, as natural logarithms.
   *
   * @param any of all subjects
   * @param fresh of those worked on these days
   */
  public record Odds(float any, float fresh) {
    /** Whether chance explains the read better than work does: twice as well. */
    public boolean unexplained() {
      return Math.max(any, fresh) > Math.log(2);
    }
  }

  /**
   * Judges a read, and learns from it.
   *
   * @param subject as it was before the read
   * @param previous what the actor read before it
   * @param drawn from all subjects, {@code null} where there are none yet
   * @param drawnFresh from those worked on these days, or {@code null}
   */
  public Odds judge(
      Moment moment, History subject, Previous previous, History drawn, History drawnFresh) {
    features.of(moment, subject, previous);
    double anyOdds = any.odds(features);
    double freshOdds = fresh.odds(features);
    if (drawn != null && drawnFresh != null) {
      // One of each, always: else the odds would lean to what was shown more often.
      any.learn(features, anyOdds, true);
      fresh.learn(features, freshOdds, true);
      features.of(moment, drawn, previous);
      any.learn(features, any.odds(features), false);
      features.of(moment, drawnFresh, previous);
      fresh.learn(features, fresh.odds(features), false);
    }
    return new Odds(clipped(-anyOdds), clipped(-freshOdds));
  }

  private static float clipped(double odds) {
    return (float) Math.clamp(odds, -CLIP, CLIP);
  }

  public ByteString encode() {
    return ModelState.newBuilder()
        .setAny(any.encode())
        .setFresh(fresh.encode())
        .build()
        .toByteString();
  }

  public static Model decode(ByteString bytes) throws InvalidProtocolBufferException {
    ModelState state = ModelState.parseFrom(bytes);
    Model model = new Model();
    model.any.decode(state.getAny());
    model.fresh.decode(state.getFresh());
    return model;
  }
}
