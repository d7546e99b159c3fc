package io.whoread.collector.detect;

import io.whoread.collector.detect.v1.Read;
import io.whoread.collector.detect.v1.Site;
import java.util.ArrayList;
import java.util.List;

/** Through what an actor's reads came, numbered from 0 so that a read needs but a byte for it. */
final class Sites {
  /** The number of those that have none of their own. */
  static final int ELSEWHERE = 255;

  private static final int FEW = 8;

  private final List<Site> sites = new ArrayList<>(2);

  /** Of the read before; there may be no such site any more. */
  private int last;

  Site get(int number) {
    return number < sites.size() ? sites.get(number) : Site.getDefaultInstance();
  }

  List<Site> all() {
    return sites;
  }

  /** The number of the site that a read came through; one is given where it has none. */
  int number(Read read, ReadList reads) {
    if (last < sites.size() && isAt(last, read)) {
      return last;
    }
    for (int i = sites.size() - 1; i >= 0; i--) {
      if (isAt(i, read)) {
        last = i;
        return i;
      }
    }
    if (sites.size() == ELSEWHERE) {
      dropUnused(reads);
    }
    if (sites.size() == ELSEWHERE) {
      return ELSEWHERE;
    }
    sites.add(
        Site.newBuilder()
            .setSubjectKind(read.getSubjectKind())
            .setOperation(read.getOperation())
            .setService(read.getService())
            .setAddress(read.getAddress())
            .build());
    return sites.size() - 1;
  }

  private boolean isAt(int i, Read read) {
    Site site = sites.get(i);
    return site.getOperation().equals(read.getOperation())
        && site.getService().equals(read.getService())
        && site.getAddress().equals(read.getAddress())
        && site.getSubjectKind().equals(read.getSubjectKind());
  }

  /** Drops what no read came through, where it is worth it. */
  void tidy(ReadList reads) {
    if (sites.size() > FEW) {
      dropUnused(reads);
    }
  }

  private void dropUnused(ReadList reads) {
    int[] renumbered = new int[sites.size()];
    for (int i = 0; i < reads.size(); i++) {
      if (reads.site(i) < renumbered.length) {
        renumbered[reads.site(i)] = 1;
      }
    }
    List<Site> used = new ArrayList<>();
    for (int i = 0; i < renumbered.length; i++) {
      if (renumbered[i] == 1) {
        renumbered[i] = used.size();
        used.add(sites.get(i));
      }
    }
    for (int i = 0; i < reads.size(); i++) {
      if (reads.site(i) < renumbered.length) {
        reads.site(i, renumbered[reads.site(i)]);
      }
    }
    sites.clear();
    sites.addAll(used);
  }
}
