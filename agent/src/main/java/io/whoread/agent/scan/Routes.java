package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassFile;
import io.whoread.agent.guess.Note;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the routes of Spring's controllers say: under which beginnings of paths staff, sellers,
 * couriers and customers work, and which operations export, print or reveal without a word of it in
 * their path.
 */
final class Routes {
  /** As few routes are no part of an application. */
  private static final int LEAST = 2;

  private static final Pattern VERSION = Pattern.compile("api|rest|v[0-9]+|web|open|service|p");
  private static final Map<String, List<String>> ROLES = new LinkedHashMap<>();

  /** What the agent sees by itself. */
  private static final Pattern TOLD =
      Pattern.compile(
          "(?:^|[^a-z])(?:export|download|excel|csv|daochu|xiazai|print|dayin|reveal|plain|unmask"
              + "|decrypt|mingwen)");

  private static final Map<String, Pattern> FORMS = new LinkedHashMap<>();

  /** Role to words in the name of a service that is for nobody else. */
  private static final Map<String, List<String>> SERVICES = new LinkedHashMap<>();

  static {
    role(
        "staff",
        "admin admin-api adminapi manage manager management mgr back backend backstage background"
            + " console sys system boss ops cms mgt adm administrator staff operator kefu");
    role("seller", "seller merchant mch supplier shop-admin store-admin vendor merchant-api");
    role("courier", "courier rider driver deliveryman delivery-man dispatcher");
    role(
        "customer",
        "app app-api appapi wx h5 mobile portal front mini miniapp miniprogram weixin wechat"
            + " uni front-api m applet");
    SERVICES.put(
        "staff",
        Arrays.asList(
            "admin manage manager management mgr backend backstage console boss ops".split(" ")));
    SERVICES.put(
        "customer", Arrays.asList("portal front storefront h5 wx weapp miniapp applet".split(" ")));
    FORMS.put("exported", Pattern.compile("(?i)^(export|download)|导出|下载|export to"));
    // What prints an image sends one.
    FORMS.put("printed", Pattern.compile("(?i)^print(?!image|img|pic|photo)[A-Z]|打印"));
    FORMS.put("revealed", Pattern.compile("(?i)^(reveal|unmask|decrypt)|明文|解密|查看.*(完整|真实)"));
  }

  /** Role to first parts of paths to how many routes begin so. */
  private final Map<String, Map<String, Integer>> prefixes = new LinkedHashMap<>();

  private final List<String> forms = new ArrayList<>();
  private int routes;

  Routes(Collection<ClassFile> files) {
    for (ClassFile file : files) {
      if (!file.isInterface) {
        controller(file);
      }
    }
  }

  private static void role(String role, String words) {
    ROLES.put(role, Arrays.asList(words.split(" ")));
  }

  private void controller(ClassFile file) {
    Note base = file.note("RequestMapping");
    List<String> bases = base == null ? Collections.singletonList("") : paths(base);
    file.handlers.forEach(
        (method, notes) -> {
          for (Note note : notes) {
            if (note.type().endsWith("Mapping")) {
              for (String from : bases) {
                for (String path : paths(note)) {
                  route(method, notes, note, join(from, path));
                }
              }
            }
          }
        });
  }

  private static List<String> paths(Note mapping) {
    List<String> paths = mapping.all("value", "path");
    return paths.isEmpty() ? Collections.singletonList("") : paths;
  }

  private static String join(String base, String path) {
    String joined = ("/" + base + "/" + path).replaceAll("/+", "/");
    return joined.length() > 1 ? joined.replaceAll("/$", "") : joined;
  }

  private void route(String method, List<Note> notes, Note mapping, String path) {
    // A path out of a configuration, or one that the file would have to quote.
    if (path.contains("$") || path.contains("\\") || path.contains("\"")) {
      return;
    }
    routes++;
    String prefix = "";
    for (String part : path.substring(1).split("/")) {
      prefix += "/" + part;
      String role = roleOf(part);
      if (role != null) {
        prefixes.computeIfAbsent(role, each -> new TreeMap<>()).merge(prefix, 1, Integer::sum);
      }
      if (role != null || !VERSION.matcher(part).matches()) {
        break;
      }
    }
    form(method, notes, mapping, path);
  }

  private static String roleOf(String part) {
    String word = part.toLowerCase(Locale.ROOT);
    for (Map.Entry<String, List<String>> role : ROLES.entrySet()) {
      if (role.getValue().contains(word)) {
        return role.getKey();
      }
    }
    return null;
  }

  private void form(String method, List<Note> notes, Note mapping, String path) {
    List<String> texts = new ArrayList<>(Collections.singletonList(method));
    for (Note note : notes) {
      if (note.is("ApiOperation") || note.is("Operation")) {
        texts.addAll(note.all("value", "summary"));
      }
    }
    String verb = mapping.type().replace("Mapping", "").toUpperCase(Locale.ROOT);
    String asked = mapping.first("method");
    String operation = (verb.equals("REQUEST") ? asked == null ? "*" : asked : verb) + " " + path;
    String words = operation.replaceAll("([a-z0-9])([A-Z])", "$1 $2");
    if (TOLD.matcher(words.toLowerCase(Locale.ROOT)).find()) {
      return;
    }
    for (Map.Entry<String, Pattern> form : FORMS.entrySet()) {
      for (String text : texts) {
        if (form.getValue().matcher(text).find()) {
          String why = text.equals(method) ? text.substring(0, text.indexOf('(')) : text;
          why = why.replaceAll("\\p{Cntrl}", " ");
          forms.add(
              "  - {form: "
                  + form.getKey()
                  + ", operation: \""
                  + operation
                  + "\"}  # ? is it "
                  + form.getKey()
                  + "? "
                  + why);
          return;
        }
      }
    }
  }

  /**
   * Lines of the file, none where nothing is known.
   *
   * @param service that the routes are of: one of several that is named for those who use it serves
   *     them alone, customers only if such log in
   * @param logIns who logs in, where that is customers; else null
   */
  List<String> roles(String service, LoginControllers logIns) {
    List<String> lines = byPath();
    List<String> words = Arrays.asList(service.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
    SERVICES.forEach(
        (role, names) -> {
          if (words.stream().anyMatch(names::contains)) {
            // A portal may be the employees': staff taken for customers would not be seen.
            boolean sure = role.equals("staff") || logIns != null;
            String why =
                alone(role)
                    + "the service is named so"
                    + (sure ? "" : "; no log-in of customers found");
            lines.add((sure ? "  - " : "  # - ") + everywhere(role) + "  # ? " + why);
          }
        });
    if (logIns != null && lines.isEmpty() && prefixes.isEmpty()) {
      String why = logIns.doubt == null ? "" : "; not sure: " + logIns.doubt;
      lines.add(
          (logIns.doubt == null ? "  - " : "  # - ")
              + everywhere("customer")
              + "  # ? are all who come customers? those who log in are a "
              + logIns.customers
              + why);
    }
    return lines;
  }

  private static String alone(String role) {
    return role.equals("staff") ? "is it staff alone? " : "are these " + role + "s alone? ";
  }

  private static String everywhere(String role) {
    return "{role: " + role + ", path: \"/*\"}";
  }

  private List<String> byPath() {
    List<String> lines = new ArrayList<>();
    boolean several = prefixes.size() > 1;
    prefixes.forEach(
        (role, found) ->
            found.forEach(
                (prefix, count) -> {
                  // A customer's reads are summed up, a seller's are judged by other rules, and
                  // pages on sellers may be staff's: not on one word alone.
                  boolean sure = role.equals("staff") || several;
                  if (count >= LEAST) {
                    lines.add(
                        (sure ? "  - " : "  # - ")
                            + ("{role: " + role + ", path: \"" + prefix + "/*\"}")
                            + ("  # ? " + alone(role) + count + " of " + routes + " routes"));
                  }
                }));
    return lines;
  }

  List<String> forms() {
    return forms;
  }
}
