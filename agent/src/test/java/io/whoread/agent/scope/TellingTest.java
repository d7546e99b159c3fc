package io.whoread.agent.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.whoread.agent.actor.Callers;
import io.whoread.agent.actor.Exchange;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Config.ActorSource;
import io.whoread.agent.ship.AccessDraft;
import io.whoread.agent.ship.Recorder;
import io.whoread.record.PseudonymKey;
import io.whoread.record.v1.GapReason;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import net.jqwik.api.Example;

/** Who acts is asked where, and while, that is the request's own affair. */
class TellingTest {
  /** Who is in the current thread's context. */
  private static String current;

  private final Telling telling = telling();

  public static String current() {
    return current;
  }

  @Example
  void onItsOwnThreadTheRequestIsAsked() {
    assertThat(settled(request("own"), "own", true)).isEqualTo("own");
  }

  @Example
  void whoeverIsOnAnothersThreadIsNotAsked() {
    Scope request = request("own");
    assertThat(settled(request, "other", false)).isEmpty();
    assertThat(request.operation).isEqualTo(Operations.UNMATCHED);
    assertThat(request.traceId).hasSize(16);
  }

  /** Its server may use what it was in for the next request. */
  @Example
  void aRequestThatHasEndedIsNotAsked() {
    Scope request = request("own");
    request.ended = true;
    assertThat(settled(request, "other", true)).isEmpty();
  }

  @Example
  void whatWasFoundOutStands() {
    Scope request = request("own");
    assertThat(settled(request, "own", true)).isEqualTo("own");
    assertThat(settled(request, "other", false)).isEqualTo("own");
    request.ended = true;
    assertThat(settled(request, "other", true)).isEqualTo("own");
  }

  /** Who it is taken to be that acts, where somebody is in the thread's context. */
  private String settled(Scope request, String in, boolean own) {
    current = in;
    try {
      telling.settle(request, own);
    } finally {
      current = null;
    }
    return request.caller.actor.id;
  }

  private static Scope request(String path) {
    Object request =
        Proxy.newProxyInstance(
            TellingTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                method.getReturnType() == boolean.class
                    ? Boolean.FALSE
                    : method.getName().equals("getServletPath") ? "/" + path : null);
    Scope scope = new Scope(Exchange.of(request), new Subjects(null));
    scope.loader = TellingTest.class.getClassLoader();
    return scope;
  }

  private static Telling telling() {
    Config config = new Config();
    String call = TellingTest.class.getName() + ".current()";
    config.actors.add(new ActorSource(ActorSource.Kind.STATIC, call));
    Faults faults = new Faults();
    Callers callers =
        new Callers(config, type -> false, (kind, id) -> new byte[16], null, faults::fault);
    return new Telling(config, callers, new PseudonymCache(PseudonymKey.generate(3), null), faults);
  }

  /** Nothing may go wrong, and nothing is written here. */
  private static final class Faults implements Recorder {
    @Override
    public boolean write(AccessDraft access) {
      throw new AssertionError();
    }

    @Override
    public void gap(GapReason reason, long fromMs, long toMs, long accesses, String detail) {
      throw new AssertionError(detail);
    }

    @Override
    public void fault(String where, Throwable error) {
      throw new AssertionError(where, error);
    }
  }
}
