package io.whoread.agent.guess;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lists of words out of a text that people can read: {@code words.txt} for names, {@code
 * chinese.txt} for descriptions. A list begins with its name in brackets; its lines are phrases
 * between commas, after a number that is their weight from 0 to 1.
 */
final class Lexicon {
  static final Lexicon NAMES = new Lexicon("words.txt");
  static final Lexicon CHINESE = new Lexicon("chinese.txt");

  private static final double USUAL = 0.8;

  /** List to phrase, without its spaces, to weight. */
  private final Map<String, Map<String, Double>> lists = new HashMap<>();

  /** Phrase to the first of the kinds, in their order, that it stands for. */
  private final Map<String, Kinds> kinds = new HashMap<>();

  private Lexicon(String resource) {
    try (InputStream in = Lexicon.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<String, Double> list = null;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          list = new HashMap<>();
          lists.put(line.substring(1, line.indexOf(']')), list);
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          read(line, list);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Kinds kind : Kinds.ALL) {
      list(kind.list).keySet().forEach(phrase -> kinds.putIfAbsent(phrase, kind));
    }
  }

  private static void read(String line, Map<String, Double> list) {
    boolean weighed = line.matches("[01]\\.[0-9]+ .*");
    int space = weighed ? line.indexOf(' ') : 0;
    double weight = weighed ? Double.parseDouble(line.substring(0, space)) : USUAL;
    for (String phrase : line.substring(space).split(",")) {
      list.putIfAbsent(phrase.replace(" ", "").toLowerCase(Locale.ROOT), weight);
    }
  }

  /** Empty where there is no such list. */
  Map<String, Double> list(String name) {
    return lists.getOrDefault(name, Collections.<String, Double>emptyMap());
  }

  /** Null where a phrase stands for none. */
  Kinds kind(String phrase) {
    return kinds.get(phrase);
  }

  boolean has(String list, String phrase) {
    return list(list).containsKey(phrase);
  }

  /** The weight of a phrase in a list; 0 where it does not stand there. */
  double weight(String list, String phrase) {
    return list(list).getOrDefault(phrase, 0.0);
  }
}
