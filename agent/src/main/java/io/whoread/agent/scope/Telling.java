package io.whoread.agent.scope;

import io.whoread.agent.actor.Callers;
import io.whoread.agent.actor.Exchange;
import io.whoread.agent.config.Config;
import io.whoread.agent.ship.AccessDraft;
import io.whoread.agent.ship.AccessDraft.SubjectDraft;
import io.whoread.agent.ship.CallerInfo;
import io.whoread.agent.ship.Recorder;
import io.whoread.record.v1.GapReason;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes records of what requests read: finds out who acts and what was executed, and hands on what
 * is new in parts of a bearable size. For the threads of requests, with the ledger set aside, so
 * that nothing done meanwhile is taken for a read.
 */
final class Telling {
  private final Callers callers;
  private final Drafts drafts;
  private final Operations operations;
  private final Config config;
  private final Recorder recorder;
  private final OwnReads ownReads;

  // What is done once a response, each step compiled on its own.
  private final MethodHandle settling;
  private final MethodHandle drafting;
  private final MethodHandle writing;

  Telling(Config config, Callers callers, PseudonymCache pseudonyms, Recorder recorder) {
    this.config = config;
    this.callers = callers;
    this.drafts = new Drafts(pseudonyms, config.zone);
    this.operations = new Operations(config.forms);
    this.recorder = recorder;
    this.ownReads = new OwnReads(recorder);
    MethodHandles.Lookup own = MethodHandles.lookup();
    this.settling = Apart.method(own, "settle", void.class, Scope.class, boolean.class);
    this.drafting = Apart.method(own, "news", Drafts.Result.class, Subjects.class, long[].class);
    this.writing =
        Apart.method(
            own, "write", void.class, Scope.class, Drafts.Result.class, long.class, boolean.class);
  }

  /** Tells what was put by until its time. */
  void tellUntil(long nowMs) {
    ownReads.tellUntil(nowMs);
  }

  /**
   * Records what is new of a request. Never throws: what cannot be recorded becomes a gap.
   *
   * @param known whether what {@link #settle} finds out was found out, and cannot be any more
   * @param own as {@link #settle} is to be told
   * @param more whether the request may have more to tell later
   */
  void tell(Scope scope, boolean known, boolean own, boolean more) {
    long[] atMs = {System.currentTimeMillis()};
    try {
      Drafts.Result read = (Drafts.Result) drafting.invokeExact(this, scope.subjects, atMs);
      if (read != null) {
        if (!known) {
          settling.invokeExact(this, scope, own);
          scope.settled = scope.isNamed() && !scope.isUnmatched();
        }
        writing.invokeExact(this, scope, read, atMs[0], more);
      }
    } catch (Throwable e) {
      recorder.fault("ledger", e);
      recorder.gap(GapReason.GAP_REASON_ERROR, atMs[0], System.currentTimeMillis(), 1, "ledger");
    }
  }

  /**
   * What is new, which counts as told from now on; null for nothing.
   *
   * @param atMs is told when the first of it was read
   */
  private Drafts.Result news(Subjects subjects, long[] atMs) {
    synchronized (subjects) {
      Subjects.News news = subjects.take();
      atMs[0] = news.atMs;
      try {
        return news.isEmpty() ? null : drafts.of(news);
      } finally {
        subjects.told(news);
      }
    }
  }

  /**
   * Finds out whatever the records of a request say beside their subjects. Elsewhere than on the
   * request's own thread nothing can be found out: whoever is in that thread's security context may
   * be another, and a request that has ended may be the next one's. What was found out before
   * stands.
   *
   * @param own whether the current thread is the request's own
   */
  void settle(Scope scope, boolean own) {
    Exchange request = scope.inner;
    if (request == null) {
      return;
    }
    if (!own || scope.ended) {
      leave(scope);
      return;
    }
    try {
      CallerInfo now = callers.resolve(scope.outer, request, scope.loader, scope.token);
      boolean named = !now.actor.id.isEmpty();
      // At the end of a request the security context may be gone: what was known stays known.
      if (scope.caller == null || named) {
        scope.caller = now;
      }
    } catch (Throwable e) {
      recorder.fault("actor", e);
      if (scope.caller == null) {
        scope.caller = Callers.unknown();
      }
    }
    scope.operation = Operations.name(request);
    if (scope.traceId == null) {
      byte[] trace = Ids.trace(scope.outer.header("traceparent"));
      scope.traceId = trace == null ? Ids.random(16) : trace;
    }
    if (config.purposeHeader != null) {
      scope.purpose = Values.word(scope.outer.header(config.purposeHeader));
    } else if (config.purposeParameter != null) {
      scope.purpose = Values.word(scope.outer.parameter(config.purposeParameter));
    }
  }

  private static void leave(Scope scope) {
    if (scope.caller == null) {
      scope.caller = Callers.unknown();
      scope.operation = Operations.UNMATCHED;
    }
    if (scope.traceId == null) {
      scope.traceId = Ids.random(16);
    }
  }

  private void write(Scope scope, Drafts.Result read, long atMs, boolean more) {
    List<SubjectDraft> subjects = new ArrayList<>(read.subjects);
    int form =
        scope.outer == null
            ? operations.job(scope.operation)
            : operations.form(scope.operation, read.fewest);
    AccessDraft first = draft(scope, atMs, form);
    subjects.removeIf(one -> OwnReads.isOwn(scope.caller, one) && ownReads.repeats(first, one));
    first.unattributed.addAll(read.unattributed);
    boolean repeats = subjects.size() < read.subjects.size();
    if (subjects.isEmpty() && read.unattributed.isEmpty() && (repeats || read.loaded.isEmpty())) {
      // What a customer's page loads again is counted with the page.
      return;
    }
    first.loaded.addAll(read.loaded);
    List<List<SubjectDraft>> parts = Parts.of(subjects);
    boolean several = more || scope.told.get() || parts.size() > 1;
    AccessDraft next = first;
    for (List<SubjectDraft> part : parts) {
      next.request = several ? scope.request : null;
      next.subjects.addAll(part);
      recorder.write(next);
      next = draft(scope, atMs, form);
    }
    scope.told.set(true);
  }

  private AccessDraft draft(Scope scope, long atMs, int form) {
    AccessDraft draft = new AccessDraft();
    draft.atMs = atMs;
    draft.operation = scope.operation;
    draft.form = form;
    draft.caller = scope.caller;
    draft.traceId = scope.traceId;
    draft.purpose = scope.purpose;
    return draft;
  }
}
