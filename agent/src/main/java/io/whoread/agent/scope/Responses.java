package io.whoread.agent.scope;

import io.whoread.agent.boot.Ledger;
import io.whoread.agent.boot.Reads;
import io.whoread.agent.boot.Servers;
import io.whoread.agent.boot.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;

/**
 * What servers send whose exchanges are told apart by themselves (Undertow, Jetty).
 *
 * <p>Such servers send from whichever thread is free: the one that ran the servlet, one of their
 * own that goes on when a slow client has taken what was there, or the thread of another request
 * that writes to this one's response. So what leaves is searched for what the exchange's own
 * request read, whatever the thread is at work on. Where that is another request, what that one
 * read goes to somebody else than its client, and is told as such.
 */
final class Responses implements Servers.Target {
  private static final int FILE_PORTION = 64 * 1024;

  /** Of a file that the server sends by itself, so many bytes are looked at. */
  private static final long FILE_MOST = 8L << 20;

  private final Requests requests;
  private final Handovers handovers;

  Responses(Requests requests, Handovers handovers) {
    this.requests = requests;
    this.handovers = handovers;
  }

  @Override
  public Object enter(Object exchange, Object context) throws ReflectiveOperationException {
    Connector connector = Connector.of(exchange);
    Scope scope = connector.scope(exchange);
    boolean begins = scope == null && context != null;
    if (begins) {
      scope = requests.scope(connector.request(context));
      if (scope != null) {
        connector.put(exchange, scope);
      }
    }
    return scope == null ? null : handovers.enter(scope, begins);
  }

  @Override
  public void exit(Object token) {
    handovers.exit(token);
  }

  @Override
  public void head(Object exchange) throws ReflectiveOperationException {
    Connector connector = Connector.of(exchange);
    Scope scope = connector.scope(exchange);
    if (scope != null && !scope.isAnswered()) {
      scope.answers(
          connector.header(exchange, "Content-Type"),
          connector.header(exchange, "Content-Disposition"),
          connector.header(exchange, "Content-Encoding"));
      on(scope, own -> requests.beforeHead(own, () -> head(connector, exchange)));
    }
  }

  @Override
  public void sends(Object exchange, ByteBuffer chunk) throws ReflectiveOperationException {
    head(exchange);
    Scope scope = Connector.of(exchange).scope(exchange);
    Ledger ledger = Reads.slot().ledger;
    if (ledger != null && Work.of(ledger).scope != scope) {
      requests.beforeWrite(ledger, chunk, true);
    }
    if (scope != null) {
      ByteBuffer news = chunk.duplicate();
      news.position(news.position() + scope.known(news.remaining()));
      if (news.hasRemaining()) {
        scope.last(chunk);
        on(scope, own -> requests.beforeWrite(own, news, own.messageChannel == Written.ELSEWHERE));
      }
    }
  }

  @Override
  public void sends(Object exchange, FileChannel file, long position, long count)
      throws IOException, ReflectiveOperationException {
    Scope scope = Connector.of(exchange).scope(exchange);
    if (scope == null || scope.subjects.isEmpty()) {
      return;
    }
    head(exchange);
    if (!scope.isSearched()) {
      return;
    }
    long at = position;
    // The server may have been given a whole file, and waits.
    for (long left = Math.min(count, FILE_MOST); left > 0; ) {
      int skipped = scope.known((int) Math.min(left, Integer.MAX_VALUE));
      at += skipped;
      left -= skipped;
      ByteBuffer portion = ByteBuffer.allocate((int) Math.min(left, FILE_PORTION));
      int read = left == 0 ? -1 : file.read(portion, at);
      if (read < 0) {
        return;
      }
      at += read;
      left -= read;
      portion.flip();
      sends(exchange, portion);
    }
  }

  @Override
  public void sends(Object exchange, Object content) throws ReflectiveOperationException {
    sends(exchange, Connector.of(exchange).buffer(content));
  }

  /** What was met before comes in the same buffer, or compressed. */
  @Override
  public void passes(Object exchange, ByteBuffer chunk) throws ReflectiveOperationException {
    Connector connector = Connector.of(exchange);
    Scope scope = connector.scope(exchange);
    if (scope == null) {
      return;
    }
    boolean packed = scope.isAnswered() && connector.header(exchange, "Content-Encoding") != null;
    if (chunk == null || !chunk.hasRemaining()) {
      head(exchange);
    } else if (!scope.isLast(chunk) && !packed) {
      sends(exchange, chunk);
    }
  }

  @Override
  public void done(Object exchange) throws ReflectiveOperationException {
    Scope scope = Connector.of(exchange).scope(exchange);
    if (scope != null) {
      on(scope, requests::tellLast);
      scope.ended = true;
    }
  }

  @Override
  public void kept(Object exchange, long bytes) throws ReflectiveOperationException {
    Scope scope = Connector.of(exchange).scope(exchange);
    if (scope != null) {
      scope.kept(bytes);
    }
  }

  private static char[] head(Connector connector, Object exchange) {
    try {
      return connector.head(exchange).toCharArray();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does something on a ledger of a request's, with the thread's own put by if need be. */
  private void on(Scope scope, Consumer<Ledger> action) {
    Reads.Slot slot = Reads.slot();
    if (slot.ledger != null && Work.of(slot.ledger).scope == scope) {
      action.accept(slot.ledger);
    } else if (!scope.subjects.isEmpty()) {
      Object turn = handovers.workBegin(scope, false);
      try {
        if (slot.ledger == null) {
          // A gap, as for a request that found no room.
          slot.missed = true;
        } else {
          action.accept(slot.ledger);
        }
      } finally {
        handovers.workEnd(turn);
      }
    }
  }
}
