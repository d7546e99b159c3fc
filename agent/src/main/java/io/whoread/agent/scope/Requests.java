package io.whoread.agent.scope;

import io.whoread.agent.actor.Callers;
import io.whoread.agent.actor.Exchange;
import io.whoread.agent.actor.VerifiedToken;
import io.whoread.agent.boot.Hooks;
import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Reads;
import io.whoread.agent.boot.Servers;
import io.whoread.agent.boot.Written;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.config.Config;
import io.whoread.agent.config.Signal;
import io.whoread.agent.ship.Recorder;
import io.whoread.record.v1.Channel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The requests at work, and their ledgers.
 *
 * <p>A request is met twice: where the container takes it up, and where its servlet does. The outer
 * place spans all that is done for it; the inner one lies within the application's filters, where
 * the security context, the route and the session are known. So who acts is asked inside the
 * servlet: when something has to be recorded there for the first time that it can be told, or when
 * the servlet ends.
 *
 * <p>Record before disclose: whenever bytes of a response are about to leave, the ledger is merged
 * and handed to the {@link Recorder} first, by the very thread. A response of several buffers is
 * told in parts that share a request id. What was read and not yet told at the end of the request
 * is told then.
 *
 * <p>While a ledger is being told it is not attached: getters of the application's principal or
 * session objects, called in finding out the actor, are no reads.
 */
public final class Requests implements Hooks.Target {
  static final String ATTRIBUTE = "io.whoread.scope";

  /** The note under which Tomcat's connector keeps the request that the container works with. */
  private static final int TOMCAT_REQUEST = 1;

  private static final MethodOf NOTES = new MethodOf("getNote", int.class);

  private final GuardedTypes types;
  private final Recorder recorder;
  private final Telling telling;
  private final ReadObjects objects;
  private final Handovers handovers;
  private final Threads threads;

  /** Whether what leaves is searched for what was read. */
  private final boolean searching;

  private volatile boolean off;

  public Requests(
      Config config,
      GuardedTypes types,
      Callers callers,
      PseudonymCache pseudonyms,
      Recorder recorder) {
    this.types = types;
    this.searching = config.signals.contains(Signal.DISCLOSED);
    this.recorder = recorder;
    this.telling = new Telling(config, callers, pseudonyms, recorder);
    this.objects = new ReadObjects(types);
    this.threads = new Threads(recorder, (ledger, more) -> tell(ledger, isKnown(ledger), more));
    this.handovers = new Handovers(this, threads, telling, types);
  }

  /**
   * Puts this behind the hooks.
   *
   * @param tailKinds bits of the kinds of which the last digits are all there is
   */
  public void install(long tailKinds) {
    Hooks.target(this, objects, handovers, tailKinds);
    Servers.target(new Responses(this, handovers));
  }

  /** While switched off, requests that begin are let pass. Those at work are still told. */
  public void off(boolean off) {
    this.off = off;
  }

  boolean isOff() {
    return off;
  }

  /** Tells what was put by until its time. */
  public void tellUntil(long nowMs) {
    telling.tellUntil(nowMs);
  }

  @Override
  public Object exchangeEnter(Object request) throws ReflectiveOperationException {
    Object servlets = NOTES.ask(request, TOMCAT_REQUEST);
    Exchange exchange = servlets == null ? null : Exchange.of(servlets);
    Object known = exchange == null ? null : exchange.attribute(ATTRIBUTE);
    return known instanceof Scope ? handovers.enter((Scope) known, true) : null;
  }

  @Override
  public Object containerEnter(Object request) {
    return begin(request);
  }

  @Override
  public void containerExit(Object token) {
    end(token);
  }

  @Override
  public Object servletEnter(Object servlet, Object request, Object response) {
    Object begun = begin(request);
    Ledger ledger = Reads.slot().ledger;
    if (ledger == null) {
      return begun;
    }
    Work work = Work.of(ledger);
    if (work.servlets++ == 0) {
      work.begun = begun;
      // A filter may have the rest of the request run by a pool, log-in and all.
      work.broughtOver = work.elsewhere && work.scope.loader == null && isOf(request, work.scope);
      work.elsewhere &= !work.broughtOver;
      if (work.scope.caller != null) {
        // What was put off is of the operation before; what filters read, of the one to come.
        tell(ledger, true, true);
      }
      work.scope.settled = false;
      work.scope.response = response;
      Exchange inner = Exchange.of(request);
      work.scope.inner = inner == null ? work.scope.outer : inner;
      work.scope.loader = servlet.getClass().getClassLoader();
    }
    return ledger;
  }

  @Override
  public void servletExit(Object token) {
    if (!(token instanceof Ledger)) {
      end(token);
      return;
    }
    Ledger ledger = (Ledger) token;
    Work work = Work.of(ledger);
    if (work == null) {
      return;
    }
    if (work.servlets == 1) {
      // Told as what ran here: the error page that a container may run next is another operation.
      if (Reads.slot().isHeld() && isOpen(ledger)) {
        // What was read is about to leave, with the last buffer of the response.
        if (!work.scope.settled) {
          aside(ledger, () -> telling.settle(work.scope, !work.elsewhere));
        }
      } else {
        tell(ledger, work.scope.settled, work.scope.goesOn());
      }
    }
    if (--work.servlets == 0) {
      work.elsewhere |= work.broughtOver;
      end(work.begun);
    }
  }

  @Override
  public void beforeWrite(Ledger ledger, ByteBuffer chunk) {
    beforeWrite(ledger, chunk, ledger.messageChannel == Written.ELSEWHERE);
  }

  /**
   * @param elsewhere whether it is somebody else's response than that of the ledger's request
   */
  void beforeWrite(Ledger ledger, ByteBuffer chunk, boolean elsewhere) {
    // A value that is being written is on its way: it belongs to this record, not to the next.
    for (int at = 0; at < ledger.depth(); at++) {
      if (ledger.unnoted(at) != null) {
        try {
          objects.noteProperty(ledger, at);
        } catch (IllegalAccessException | RuntimeException e) {
          recorder.fault("property", e);
        }
      }
    }
    try {
      search(ledger, chunk, elsewhere);
    } catch (RuntimeException | LinkageError e) {
      // What was read is told before it leaves, found in it or not.
      recorder.fault("search", e);
    }
    tell(ledger, isKnown(ledger), true);
  }

  private void search(Ledger ledger, ByteBuffer chunk, boolean elsewhere) {
    Scope scope = Work.of(ledger).scope;
    synchronized (scope.subjects) {
      Work.of(ledger).takeOver(ledger);
      if (searching && scope.subjects.isOpen()) {
        if (elsewhere) {
          char[] text = new ResponseText(StandardCharsets.UTF_8).next(chunk);
          scope.subjects.search(text, Channel.CHANNEL_OTHER_VALUE);
        } else {
          scope.search(chunk);
        }
      }
    }
  }

  /**
   * What the body will hold is told before that leaves, with what is found in it. In the head there
   * is seldom anything.
   */
  @Override
  public void beforeHead(Ledger ledger, Object response) {
    beforeHead(ledger, () -> Answer.head(response));
  }

  void beforeHead(Ledger ledger, Supplier<char[]> head) {
    Scope scope = Work.of(ledger).scope;
    boolean found;
    synchronized (scope.subjects) {
      if (ledger.messageChannel != Written.ELSEWHERE) {
        scope.readHead();
      }
      Work.of(ledger).takeOver(ledger);
      found =
          searching
              && scope.subjects.isOpen()
              && scope.subjects.search(head.get(), Channel.CHANNEL_RESPONSE_VALUE);
    }
    if (found) {
      tell(ledger, isKnown(ledger), true);
    }
  }

  @Override
  public void leaves(Ledger ledger, int channel, CharSequence text) {
    if (!hasRead(ledger)) {
      return;
    }
    Scope scope = Work.of(ledger).scope;
    char[] plain = text.toString().toCharArray();
    char[] decoded = Percent.decoded(plain);
    boolean full;
    synchronized (scope.subjects) {
      Work.of(ledger).takeOver(ledger);
      scope.subjects.search(plain, channel);
      if (decoded != null) {
        scope.subjects.search(decoded, channel);
      }
      full = scope.subjects.isFull();
    }
    if (full) {
      tell(ledger, isKnown(ledger), true);
    }
  }

  @Override
  public boolean hasRead(Ledger ledger) {
    return ledger.hasNews() || !Work.of(ledger).scope.subjects.isEmpty();
  }

  @Override
  public boolean isResponse(Object to) {
    return Destinations.isResponse(to);
  }

  @Override
  public void rendersTemplate(Ledger ledger) {
    Work.of(ledger).scope.template = true;
  }

  @Override
  public void given(Ledger ledger, Object made) {
    Subjects subjects = Work.of(ledger).scope.subjects;
    synchronized (subjects) {
      subjects.given(made);
    }
  }

  /** The first token counts: what is verified after it is for something else. */
  @Override
  public void verified(Ledger ledger, Object verified, CharSequence text)
      throws ReflectiveOperationException {
    Scope scope = Work.of(ledger).scope;
    if (scope.token == null && !Work.of(ledger).elsewhere) {
      scope.token = VerifiedToken.of(verified, text, scope.outer);
    }
  }

  @Override
  public void absorb(Ledger ledger) {
    Subjects subjects = Work.of(ledger).scope.subjects;
    boolean full;
    synchronized (subjects) {
      Work.of(ledger).takeOver(ledger);
      full = subjects.isFull() && !subjects.forgetLoaded();
    }
    if (full) {
      tell(ledger, isKnown(ledger), true);
    }
  }

  @Override
  public void full(Ledger ledger) {
    tell(ledger, isKnown(ledger), true);
  }

  @Override
  public boolean mayGrow(long bytes) {
    return threads.mayGrow(bytes);
  }

  @Override
  public void fault(String where, Throwable error) {
    recorder.fault(where, error);
  }

  /**
   * The current thread takes up a request; null where it is at work on that one already. What was
   * handed over to it may be of another one: a virtual thread that writes an answer for the thread
   * that started it goes on with whatever comes next on the connection.
   */
  private Object begin(Object request) {
    Reads.Slot slot = Reads.slot();
    if (slot.starving || slot.ledger != null && !Work.of(slot.ledger).elsewhere) {
      return null;
    }
    Scope scope = scope(request);
    if (scope == null) {
      return null;
    }
    return slot.ledger == null ? threads.attach(scope) : handovers.enter(scope, true);
  }

  /** What a request is known by; null for what is no HTTP request, and while switched off. */
  Scope scope(Object request) {
    Exchange exchange = off ? null : Exchange.of(request);
    if (exchange == null) {
      return null;
    }
    Object known = exchange.attribute(ATTRIBUTE);
    Scope scope = known instanceof Scope ? (Scope) known : new Scope(exchange, new Subjects(types));
    if (known == null) {
      exchange.attribute(ATTRIBUTE, scope);
    }
    return scope;
  }

  private static boolean isOf(Object request, Scope scope) {
    Exchange exchange = Exchange.of(request);
    return exchange != null && exchange.attribute(ATTRIBUTE) == scope;
  }

  /**
   * @param token null for nothing to end
   */
  private void end(Object token) {
    if (token instanceof Handovers.Turn) {
      handovers.exit(token);
    } else {
      threads.end(token);
    }
  }

  /** Tells what was not told, while it can still be found out who acts. */
  void tellLast(Ledger ledger) {
    tell(ledger, isKnown(ledger), Work.of(ledger).scope.goesOn());
  }

  /** Whether it was found out who acts: it cannot be any more, or need not be. */
  private static boolean isKnown(Ledger ledger) {
    Work work = Work.of(ledger);
    return work.servlets == 0 && work.scope.caller != null || work.scope.settled;
  }

  /** Whether anything was read that may be found in what is still to leave with the response. */
  private boolean isOpen(Ledger ledger) {
    if (!searching) {
      return false;
    }
    Scope scope = Work.of(ledger).scope;
    synchronized (scope.subjects) {
      Work.of(ledger).takeOver(ledger);
      return scope.subjects.isOpen();
    }
  }

  /**
   * Records what is new of a ledger's request.
   *
   * @param known whether what is to be found out of the request was found out
   * @param more whether the request may have more to tell later
   */
  private void tell(Ledger ledger, boolean known, boolean more) {
    Scope scope = Work.of(ledger).scope;
    if (!ledger.hasNews() && scope.subjects.isEmpty()) {
      return;
    }
    aside(
        ledger,
        () -> {
          synchronized (scope.subjects) {
            Work.of(ledger).takeOver(ledger);
          }
          telling.tell(scope, known, !Work.of(ledger).elsewhere, more);
        });
  }

  /** Runs with the ledger set aside, so that nothing done meanwhile is taken for a read. */
  static void aside(Ledger ledger, Runnable action) {
    Reads.Slot slot = Reads.slot();
    slot.ledger = null;
    try {
      action.run();
    } finally {
      slot.ledger = ledger;
    }
  }
}
