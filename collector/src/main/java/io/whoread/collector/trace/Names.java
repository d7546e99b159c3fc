package io.whoread.collector.trace;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefHash;

/** Numbers texts from 0, each once, in some tens of bytes. Reading is for any thread. */
final class Names {
  /** Texts from records hold no control character. */
  private static final char BETWEEN = '\u0000';

  private final BytesRefHash hash = new BytesRefHash();

  int number(SourceName name) {
    int at = hash.add(new BytesRef(name.group() + BETWEEN + name.name()));
    return at < 0 ? -at - 1 : at;
  }

  SourceName name(int number) {
    String text = hash.get(number, new BytesRef()).utf8ToString();
    int end = text.indexOf(BETWEEN);
    return new SourceName(text.substring(0, end), text.substring(end + 1));
  }

  /** The number of a name, or -1 where it is not known. */
  int find(SourceName name) {
    return hash.find(new BytesRef(name.group() + BETWEEN + name.name()));
  }

  int size() {
    return hash.size();
  }
}
