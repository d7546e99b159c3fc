package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Report;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How many subjects were exported through each operation, in order of the operations' hashes. */
final class Exports {
  /** Operations that are told apart; exports through others are never ordinary. */
  private static final int MOST = 32;

  private int[] operations = new int[1];
  private int[] subjects = new int[1];
  private int size;

  /** An export is thousands of subjects through one operation. */
  private int last;

  void add(int operation, int more) {
    if (size == 0 || operations[last] != operation) {
      int at = Arrays.binarySearch(operations, 0, size, operation);
      if (at < 0 && size == MOST) {
        return;
      }
      last = at < 0 ? insert(-at - 1, operation) : at;
    }
    subjects[last] += more;
  }

  private int insert(int at, int operation) {
    if (size == operations.length) {
      operations = Arrays.copyOf(operations, 2 * size);
      subjects = Arrays.copyOf(subjects, 2 * size);
    }
    System.arraycopy(operations, at, operations, at + 1, size - at);
    System.arraycopy(subjects, at, subjects, at + 1, size - at);
    operations[at] = operation;
    subjects[at] = 0;
    size++;
    return at;
  }

  /** How many were through one of them. */
  int of(int operation) {
    int at = Arrays.binarySearch(operations, 0, size, operation);
    return at < 0 ? 0 : subjects[at];
  }

  List<Report.Export> all() {
    return IntStream.range(0, size)
        .mapToObj(
            i ->
                Report.Export.newBuilder()
                    .setOperation(operations[i])
                    .setSubjects(subjects[i])
                    .build())
        .toList();
  }

  /** About how many bytes of heap it takes. */
  int heap() {
    return 70 + 2 * Integer.BYTES * operations.length;
  }
}
