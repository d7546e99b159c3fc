package io.whoread.collector.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Tells one state of files from another, without reading them. */
public final class FileStamps {
  private FileStamps() {}

  /** Equal to that of another time where none of the files has changed, come or gone since. */
  public static List<Object> of(List<Path> files) {
    List<Object> stamps = new ArrayList<>();
    for (Path each : files) {
      try {
        BasicFileAttributes now = Files.readAttributes(each, BasicFileAttributes.class);
        stamps.add(List.of(each, now.lastModifiedTime().toMillis(), now.size()));
      } catch (IOException e) {
        stamps.add(List.of(each));
      }
    }
    return stamps;
  }
}
