package io.whoread.agent.scope;

import io.whoread.agent.actor.Callers;
import io.whoread.agent.actor.Exchange;
import io.whoread.agent.actor.VerifiedToken;
import io.whoread.agent.boot.Hooks;
import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Reads;
import io.whoread.agent.capture.bean.GuardedTypes;
import io.whoread.agent.capture.bean.Proxies;
import io.whoread.agent.capture.bean.TypeReader;
import io.whoread.agent.config.Config;
import io.whoread.agent.ship.CallerInfo;
import io.whoread.agent.ship.CallerInfo.ActorInfo;
import io.whoread.agent.ship.FieldNames;
import io.whoread.agent.ship.Recorder;
import io.whoread.record.Roles;
import io.whoread.record.v1.Channel;
import io.whoread.record.v1.GapReason;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

/**
 * The requests at work, and their ledgers.
 *
 * <p>A request is met twice: where the container takes it up, and where its servlet does. The outer
 * place spans all that is done for it; the inner one lies within the application's filters, where
 * the security context, the route and the session are known. So who acts is asked whenever
 * something has to be recorded inside the servlet, and once more when the servlet ends.
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
  private static final String ATTRIBUTE = "io.whoread.scope";

  /**
   * Milliseconds for which what a thread reads is taken for that of the request that started it. It
   * may be one that then serves all for ever.
   */
  private static final long THREAD_MS = 60_000;

  /** The note under which Tomcat's connector keeps the request that the container works with. */
  private static final int TOMCAT_REQUEST = 1;

  private static final ClassValue<Method> NOTES =
      new ClassValue<Method>() {
        @Override
        protected Method computeValue(Class<?> type) {
          try {
            return type.getMethod("getNote", int.class);
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException("no note at " + type, e);
          }
        }
      };

  private final GuardedTypes types;
  private final Recorder recorder;
  private final Telling telling;
  private final Ledgers ledgers = new Ledgers();
  private volatile boolean off;

  public Requests(
      Config config,
      GuardedTypes types,
      Callers callers,
      PseudonymCache pseudonyms,
      Recorder recorder) {
    this.types = types;
    this.recorder = recorder;
    this.telling = new Telling(config, callers, pseudonyms, recorder);
  }

  /** While switched off, requests that begin are let pass. Those at work are still told. */
  public void off(boolean off) {
    this.off = off;
  }

  /** Tells what was put by until its time. */
  public void tellUntil(long nowMs) {
    telling.tellUntil(nowMs);
  }

  @Override
  public Object exchangeEnter(Object request) throws ReflectiveOperationException {
    Object servlets = NOTES.get(request.getClass()).invoke(request, TOMCAT_REQUEST);
    Exchange exchange = servlets == null ? null : Exchange.of(servlets);
    Object known = exchange == null ? null : exchange.attribute(ATTRIBUTE);
    return known instanceof Scope ? attach((Scope) known) : null;
  }

  @Override
  public Object containerEnter(Object request) {
    Reads.Slot slot = Reads.slot();
    return slot.ledger == null && !slot.starving ? begin(request) : null;
  }

  @Override
  public void containerExit(Object token) {
    end(token, false);
  }

  @Override
  public Object servletEnter(Object servlet, Object request, Object response) {
    Reads.Slot slot = Reads.slot();
    Ledger ledger = slot.ledger;
    boolean outermost = ledger == null;
    if (outermost) {
      Object begun = slot.starving ? null : begin(request);
      if (!(begun instanceof Ledger)) {
        return begun;
      }
      ledger = (Ledger) begun;
    }
    Work work = (Work) ledger.scope;
    if (work.servlets++ == 0) {
      work.outermost = outermost;
      if (work.scope.caller != null) {
        // What was put off is of the operation before; what filters read, of the one to come.
        tell(ledger, true, true);
      }
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
      end(token, false);
      return;
    }
    Ledger ledger = (Ledger) token;
    Work work = (Work) ledger.scope;
    if (work == null) {
      return;
    }
    if (work.servlets == 1) {
      // Told as what ran here: the error page that a container may run next is another operation.
      if (Reads.slot().isHeld() && isOpen(ledger)) {
        // What was read is about to leave, with the last buffer of the response.
        aside(ledger, () -> telling.settle(work.scope));
      } else {
        tell(ledger, false, work.scope.goesOn());
      }
    }
    if (--work.servlets > 0) {
      return;
    }
    if (work.outermost) {
      end(ledger, false);
    }
  }

  @Override
  public void beforeWrite(Ledger ledger, ByteBuffer chunk) {
    // A value that is being written is on its way: it belongs to this record, not to the next.
    for (int at = 0; at < ledger.depth(); at++) {
      if (ledger.unnoted(at) != null) {
        try {
          noteProperty(ledger, at);
        } catch (IllegalAccessException | RuntimeException e) {
          recorder.fault("property", e);
        }
      }
    }
    Scope scope = scope(ledger);
    synchronized (scope.subjects) {
      takeOver(ledger);
      if (scope.subjects.isOpen()) {
        if (ledger.messageChannel == Hooks.ELSEWHERE) {
          char[] text = new ResponseText(StandardCharsets.UTF_8).next(chunk);
          scope.subjects.search(text, Channel.CHANNEL_OTHER_VALUE);
        } else {
          scope.search(chunk);
        }
      }
    }
    tell(ledger, isKnown(ledger), true);
  }

  /**
   * What the body will hold is told before that leaves, with what is found in it. In the head there
   * is seldom anything.
   */
  @Override
  public void beforeHead(Ledger ledger, Object response) {
    Scope scope = scope(ledger);
    boolean found;
    synchronized (scope.subjects) {
      takeOver(ledger);
      found =
          scope.subjects.isOpen()
              && scope.subjects.search(Answer.head(response), Channel.CHANNEL_RESPONSE_VALUE);
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
    Scope scope = scope(ledger);
    char[] plain = text.toString().toCharArray();
    char[] decoded = Percent.decoded(plain);
    boolean full;
    synchronized (scope.subjects) {
      takeOver(ledger);
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
    return ledger.hasNews() || !scope(ledger).subjects.isEmpty();
  }

  @Override
  public boolean isResponse(Object to) {
    return Destinations.isResponse(to);
  }

  @Override
  public void rendersTemplate(Ledger ledger) {
    scope(ledger).template = true;
  }

  @Override
  public void given(Ledger ledger, Object made) {
    Subjects subjects = scope(ledger).subjects;
    synchronized (subjects) {
      subjects.given(made);
    }
  }

  @Override
  public void seen(Ledger ledger, Object bean) throws IllegalAccessException {
    Object self = Proxies.target(bean);
    TypeReader reader = reader(ledger, self);
    if (reader != null) {
      int type = reader.type.number;
      ledger.see(self, reader.id(self), reader.longId(self), type, reader.personalBits());
    }
  }

  /** The first token counts: what is verified after it is for something else. */
  @Override
  public void verified(Ledger ledger, Object verified, CharSequence text)
      throws ReflectiveOperationException {
    Scope scope = scope(ledger);
    if (scope.token == null && !isElsewhere(ledger)) {
      scope.token = VerifiedToken.of(verified, text, scope.outer);
    }
  }

  @Override
  public void absorb(Ledger ledger) {
    Subjects subjects = scope(ledger).subjects;
    boolean full;
    synchronized (subjects) {
      takeOver(ledger);
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
    return ledgers.mayGrow(bytes);
  }

  @Override
  public Object carry(Object work) {
    Scope scope = (Scope) handsOver(Reads.slot().ledger);
    if (work instanceof Callable) {
      return new CarriedCall(this, scope, (Callable<?>) work);
    }
    if (work instanceof Executor) {
      Executor executor = (Executor) work;
      return (Executor) task -> executor.execute(new CarriedRun(this, scope, task));
    }
    return new CarriedRun(this, scope, (Runnable) work);
  }

  /** Who acts is found out beforehand: when the work is done, the request may have ended. */
  @Override
  public Object handsOver(Ledger ledger) {
    Scope scope = scope(ledger);
    boolean known = scope.split && scope.isNamed() && !scope.isUnmatched();
    if (!isElsewhere(ledger) && !known) {
      aside(ledger, () -> telling.settle(scope));
    }
    synchronized (scope.subjects) {
      // What it read may leave on the other thread.
      takeOver(ledger);
    }
    scope.split = true;
    return scope;
  }

  @Override
  public Object workBegin(Object scope, boolean thread) {
    Reads.Slot slot = Reads.slot();
    Ledger before = slot.ledger;
    if (before != null && ((Work) before.scope).scope == scope) {
      return null;
    }
    Reads.Slot put = before == null && !slot.starving ? null : slot.pause();
    Object token = scope == null ? null : attach((Scope) scope);
    if (token instanceof Ledger) {
      Work work = (Work) ((Ledger) token).scope;
      work.elsewhere = true;
      work.untilMs = thread ? System.currentTimeMillis() + THREAD_MS : Long.MAX_VALUE;
    }
    return new Turn(put, token);
  }

  @Override
  public void workEnd(Object token) {
    Turn turn = (Turn) token;
    suspend(turn.token);
    if (turn.put != null) {
      Reads.slot().goOn(turn.put);
    }
  }

  @Override
  public Object jobBegin(Object runner, Object argument) throws ReflectiveOperationException {
    String name = off ? null : Jobs.name(runner, argument);
    if (name == null) {
      return null;
    }
    String id = Values.word(name);
    ActorInfo actor = new ActorInfo(id, Roles.SYSTEM, Jobs.source(runner), false);
    Scope job = Scope.job(new CallerInfo(actor, null, null), id, new Subjects(types));
    return workBegin(job, false);
  }

  @Override
  public boolean propertyBegin(Ledger ledger, Object bean, String member, Object writer) {
    TypeReader reader = ledger == null ? types.reader(bean.getClass()) : reader(ledger, bean);
    int bit = reader == null ? -1 : reader.bit(member);
    if (bit < 0) {
      return false;
    }
    if (ledger == null) {
      Reads.slot().missed = true;
      return false;
    }
    if (ledger.writer != writer) {
      ledger.writerChannel = Destinations.ofWriter(writer, ledger.messageChannel);
      ledger.writer = writer;
    }
    return ledger.beginProperty(bean, reader.site(bit), ledger.writerChannel);
  }

  @Override
  public int messageChannel(Object message) {
    return Destinations.ofMessage(message);
  }

  @Override
  public void noteProperty(Ledger ledger, int at) throws IllegalAccessException {
    Object self = Proxies.target(ledger.unnoted(at));
    TypeReader reader = types.reader(self.getClass());
    ledger.note(at, self, reader.id(self), reader.longId(self));
  }

  @Override
  public void touchedElsewhere(Ledger ledger, Object self, int site) throws IllegalAccessException {
    TypeReader reader = types.reader(self.getClass());
    ledger.touch(self, reader.id(self), reader.longId(self), site);
  }

  @Override
  public void touchedInherited(Ledger ledger, Object self, String accessor)
      throws IllegalAccessException {
    TypeReader reader = types.reader(self.getClass());
    if (reader != null) {
      int bit = reader.bit(accessor);
      // Hooked, and nothing personal: one that yields an object.
      int site = reader.site(bit < 0 ? FieldNames.MET : bit);
      ledger.touch(self, reader.id(self), reader.longId(self), site);
    }
  }

  @Override
  public void touchedField(Ledger ledger, Object self, String field) throws IllegalAccessException {
    TypeReader reader = types.reader(self.getClass());
    int bit = reader == null ? -1 : reader.bit(field);
    if (bit >= 0) {
      ledger.touch(self, reader.id(self), reader.longId(self), reader.site(bit));
    }
  }

  @Override
  public void facts(Ledger ledger, int entry) throws IllegalAccessException {
    Object self = ledger.objects[entry];
    TypeReader reader = reader(ledger, self);
    if (ledger.types[entry] != reader.type.number) {
      Object id = reader.id(self);
      ledger.longIds[entry] = reader.longId(self);
      ledger.ids[entry] = id;
      ledger.types[entry] = reader.type.number;
    }
    reader.facts(self, ledger.facts, entry * Ledger.FACTS);
  }

  /** Objects of one class come in a row. */
  private TypeReader reader(Ledger ledger, Object self) {
    Work work = (Work) ledger.scope;
    Class<?> type = self.getClass();
    if (work.readerOf != type) {
      work.reader = types.reader(type);
      work.readerOf = type;
    }
    return work.reader;
  }

  @Override
  public void fault(String where, Throwable error) {
    recorder.fault(where, error);
  }

  /**
   * Continues a request on the current thread. Returns what {@link #suspend} is to be given; null
   * where the thread is at work on one already.
   */
  Object resume(Scope scope) {
    try {
      Object token = attach(scope);
      if (token instanceof Ledger) {
        ((Work) ((Ledger) token).scope).elsewhere = true;
      }
      return token;
    } catch (Throwable e) {
      recorder.fault("resume", e);
      return null;
    }
  }

  private Object attach(Scope scope) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null || slot.starving) {
      return null;
    }
    Ledger ledger = ledgers.take();
    if (ledger == null) {
      slot.starving = true;
      return new Starved(System.currentTimeMillis());
    }
    ledger.scope = new Work(scope);
    ledger.attach(slot);
    return ledger;
  }

  void suspend(Object token) {
    try {
      if (token != null) {
        end(token, true);
      }
    } catch (Throwable e) {
      recorder.fault("suspend", e);
    }
  }

  private Object begin(Object request) {
    Exchange exchange = off ? null : Exchange.of(request);
    if (exchange == null) {
      return null;
    }
    Object known = exchange.attribute(ATTRIBUTE);
    Scope scope = known instanceof Scope ? (Scope) known : new Scope(exchange, new Subjects(types));
    if (known == null) {
      exchange.attribute(ATTRIBUTE, scope);
    }
    return attach(scope);
  }

  private void end(Object token, boolean more) {
    if (token instanceof Starved) {
      end((Starved) token);
    } else {
      end((Ledger) token, more);
    }
  }

  /** A request that read nothing has lost nothing. */
  private void end(Starved request) {
    Reads.Slot slot = Reads.slot();
    boolean missed = slot.missed;
    slot.starving = false;
    slot.missed = false;
    if (missed) {
      long now = System.currentTimeMillis();
      recorder.gap(
          GapReason.GAP_REASON_LEDGER,
          request.sinceMs,
          now,
          1,
          "more requests at once than ledgers");
    }
  }

  private void end(Ledger ledger, boolean more) {
    try {
      tell(ledger, isKnown(ledger), more || scope(ledger).goesOn());
    } finally {
      ledger.clear();
      ledger.detach();
      ledgers.giveBack(ledger);
    }
  }

  private static Scope scope(Ledger ledger) {
    return ((Work) ledger.scope).scope;
  }

  /** Whether it was found out who acts, and cannot be any more. */
  private static boolean isKnown(Ledger ledger) {
    Work work = (Work) ledger.scope;
    return work.servlets == 0 && work.scope.caller != null;
  }

  /** Whether it is work that goes on apart from the request, which may have ended. */
  private static boolean isElsewhere(Ledger ledger) {
    return ((Work) ledger.scope).elsewhere;
  }

  /**
   * Gives its request what a ledger holds, for the holder of the subjects' monitor; but not what a
   * thread read after it could be said for whom.
   */
  private static void takeOver(Ledger ledger) {
    Work work = (Work) ledger.scope;
    if (ledger.hasNews() && ledger.firstAtMs() > work.untilMs) {
      ledger.clear();
    }
    work.scope.subjects.absorb(ledger);
  }

  /** Whether anything was read of which it is not known that it left with the response. */
  private static boolean isOpen(Ledger ledger) {
    Scope scope = scope(ledger);
    synchronized (scope.subjects) {
      takeOver(ledger);
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
    Scope scope = scope(ledger);
    if (!ledger.hasNews() && scope.subjects.isEmpty()) {
      return;
    }
    aside(
        ledger,
        () -> {
          synchronized (scope.subjects) {
            takeOver(ledger);
          }
          telling.tell(scope, known, more);
        });
  }

  /** Runs with the ledger set aside, so that nothing done meanwhile is taken for a read. */
  private static void aside(Ledger ledger, Runnable action) {
    Reads.Slot slot = Reads.slot();
    slot.ledger = null;
    try {
      action.run();
    } finally {
      slot.ledger = ledger;
    }
  }

  /** A request on a thread for which no ledger could be had. */
  private static final class Starved {
    final long sinceMs;

    Starved(long sinceMs) {
      this.sinceMs = sinceMs;
    }
  }

  /** Work that was begun on a thread, and what that was at work on before. */
  private static final class Turn {
    /** Null where it was at work on nothing. */
    final Reads.Slot put;

    /** Null for nobody's work. */
    final Object token;

    Turn(Reads.Slot put, Object token) {
      this.put = put;
      this.token = token;
    }
  }

  /** A request on one of its threads. */
  private static final class Work {
    final Scope scope;
    int servlets;

    /** The class that was met last, and how to read it: null where it is not guarded. */
    Class<?> readerOf;

    TypeReader reader;

    /** Whether it goes on apart from the request itself. */
    boolean elsewhere;

    /** What is read after it is nobody's. Milliseconds since 1970. */
    long untilMs = Long.MAX_VALUE;

    /** Whether the servlet, not the container, began it. */
    boolean outermost;

    Work(Scope scope) {
      this.scope = scope;
    }
  }
}
