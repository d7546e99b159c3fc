package io.whoread.agent.scope;

import io.whoread.agent.actor.Exchange;
import io.whoread.agent.actor.VerifiedToken;
import io.whoread.agent.ship.CallerInfo;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** One request, from its entry to its end, over all threads that work for it. */
final class Scope {
  /** The request as the container has it; null for a job. */
  final Exchange outer;

  /** As the innermost servlet's filters left it; the container's before a servlet was met. */
  volatile Exchange inner;

  /** Of the application; null before a servlet was met. */
  volatile ClassLoader loader;

  /** Who acts, as last found out; null before. */
  volatile CallerInfo caller;

  /** The response as the servlet has it; null before a servlet was met. */
  volatile Object response;

  /** Whether a template is rendered for it. */
  volatile boolean template;

  /** Whose data it read. Those who use it take turns by its monitor. */
  final Subjects subjects;

  // What leaves, guarded by the monitor of the subjects; null before anything had to be looked for.
  private Answer answer;
  private ResponseText text;

  /** Headers that tell of the body, as the server said them; null where its response is asked. */
  private String[] said;

  /** How many of the bytes that come next were looked at before. */
  private long known;

  /** The buffer that was looked at last; null for none. */
  private ByteBuffer last;

  /** True once its server may use the request for another: it cannot be asked any more. */
  volatile boolean ended;

  /** A token of this request that the application has verified; null where none. */
  volatile VerifiedToken token;

  volatile String operation;
  volatile byte[] traceId;
  volatile String purpose;

  /** Shared by the parts of a request that is told in several. */
  final byte[] request = Ids.random(8);

  /** True once a part was written. */
  final AtomicBoolean told = new AtomicBoolean();

  /** True once work of this request may go on beyond the thread that began it. */
  volatile boolean split;

  Scope(Exchange outer, Subjects subjects) {
    this.outer = outer;
    this.inner = outer;
    this.subjects = subjects;
  }

  /** A job, of which all is known from its beginning. */
  static Scope job(CallerInfo caller, String name, Subjects subjects) {
    Scope job = new Scope(null, subjects);
    job.caller = caller;
    job.operation = name;
    job.traceId = Ids.random(16);
    return job;
  }

  /** True once something was told of what the servlet does: under whose name stands fast. */
  volatile boolean settled;

  /** Whether it is known who acts. */
  boolean isNamed() {
    return caller != null && !caller.actor.id.isEmpty();
  }

  boolean isUnmatched() {
    return Operations.UNMATCHED.equals(operation);
  }

  boolean isAnswered() {
    synchronized (subjects) {
      return said != null;
    }
  }

  /** What the response's head says of the body, before its server compresses that. */
  void answers(String type, String disposition, String encoding) {
    synchronized (subjects) {
      said = new String[] {type, disposition, encoding};
    }
  }

  /** So many of the bytes that were to leave did not, and come once more. */
  void kept(long bytes) {
    synchronized (subjects) {
      known = bytes;
    }
  }

  /** How many of the bytes that come now were looked at before. */
  int known(int of) {
    synchronized (subjects) {
      int before = (int) Math.min(of, known);
      known -= before;
      return before;
    }
  }

  void last(ByteBuffer chunk) {
    synchronized (subjects) {
      last = chunk;
    }
  }

  /** Whether a buffer is the one that was looked at last, which it is no more from now on. */
  boolean isLast(ByteBuffer chunk) {
    synchronized (subjects) {
      boolean same = last == chunk;
      last = null;
      return same;
    }
  }

  /**
   * Reads what the response says of its body. To be called before the container has a hand in it:
   * one that compresses says so in the head, and yet gets text.
   */
  void readHead() {
    if (answer == null) {
      answer =
          said == null
              ? Answer.of(response, template)
              : Answer.of(said[0], said[1], said[2], template);
      text = answer.charset == null ? null : new ResponseText(answer.charset);
    }
  }

  /** Whether there is text in the response, and anything that may be found in it. */
  boolean isSearched() {
    synchronized (subjects) {
      readHead();
      return text != null && subjects.isOpen();
    }
  }

  /** Looks in what is about to leave with the response for what was read. */
  void search(ByteBuffer chunk) {
    readHead();
    if (text != null) {
      subjects.search(text.next(chunk), answer.channel);
    }
  }

  /** Whether it may be worked on after the thread that has it now. */
  boolean goesOn() {
    return split || outer != null && !ended && outer.isAsyncStarted();
  }
}
