package io.whoread.collector.detect.work;

import io.whoread.collector.detect.v1.History;
import io.whoread.collector.detect.v1.PreviousState;

/**
 * What an actor read before, as far as the next read goes by it: who works through old orders reads
 * one old order after the other.
 */
public final class Previous {
  /** Before the first read. */
  public static final Previous NONE = new Previous(PreviousState.getDefaultInstance());

  private final PreviousState state;

  private Previous(PreviousState state) {
    this.state = state;
  }

  /** The read that has just been judged. */
  public static Previous of(Moment moment, History subject) {
    return new Previous(
        PreviousState.newBuilder()
            .setIdle(1 + Features.idle(moment, subject))
            .setBy(Features.by(moment, subject))
            .setAge(Features.age(moment, subject))
            .setWorked(Features.worked(subject))
            .setFirstMs(subject.getFirstMs())
            .build());
  }

  boolean isNone() {
    return state.getIdle() == 0;
  }

  int idle() {
    return state.getIdle() - 1;
  }

  int by() {
    return state.getBy();
  }

  int age() {
    return state.getAge();
  }

  int worked() {
    return state.getWorked();
  }

  long firstMs() {
    return state.getFirstMs();
  }

  public PreviousState encode() {
    return state;
  }

  public static Previous decode(PreviousState state) {
    return new Previous(state);
  }
}
