package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassFile;
import io.whoread.agent.guess.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The parts of the file on who reads and how: actors, roles and forms. */
final class Requests {
  private static final String[] IDS = {
    "(?i)(user|member|admin|staff|emp|employee|customer|seller)[A-Za-z]*(id|no)",
    "id",
    "uid",
    "(?i)[A-Za-z]*(id)",
    "(?i)(user|login)name"
  };

  private final Logins logins;
  private final SecurityRoles security;
  private final Routes routes;
  private final Map<String, ClassFile> classes;
  private final String service;
  private final LoginControllers logIns;

  Requests(Scan scan, String service) {
    this.service = service;
    this.classes = scan.classes.byName;
    logins = new Logins(scan.classes);
    security = new SecurityRoles(scan.classes, logins.libraries.contains("Spring Security"));
    routes = new Routes(classes.values());
    logIns = LoginControllers.of(scan);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    actors(lines);
    part("roles", "Which role the actor has: the first that fits.", roles(), lines);
    part(
        "forms",
        "How people come to see the data, where a path does not say it.",
        routes.forms(),
        lines);
    return lines;
  }

  private List<String> roles() {
    List<String> lines = new ArrayList<>(routes.roles(service, logIns));
    if (!lines.isEmpty() || security.isNamed()) {
      // With none that stands the part would be a comment too, and its lines nobody's.
      if (lines.stream().allMatch(line -> line.startsWith("  #"))) {
        lines.addAll(ServiceFile.ROLES);
      }
      lines.addAll(security.lines(lines));
    }
    return lines;
  }

  private static void part(String key, String about, List<String> found, List<String> lines) {
    if (found.isEmpty()) {
      return;
    }
    lines.add("# " + about);
    lines.add(key + ":");
    lines.addAll(found);
    lines.add("");
  }

  private void actors(List<String> lines) {
    boolean principal = logins.libraries.contains("Spring Security");
    String inside = String.join(", ", logins.libraries);
    lines.add(
        "# Who is reading: the first that gives an answer. Found inside: "
            + (inside.isEmpty() ? "no library for log-ins that is known" : inside)
            + ".");
    if (principal || logins.libraries.contains("Sa-Token")) {
      lines.add(
          "# Without actors these are asked by themselves: Spring Security, Sa-Token, Shiro, the"
              + " request's principal, a verified JWT, the session. That fits here.");
    }
    boolean sure = !principal && !logins.attributes.isEmpty();
    lines.add(sure ? "actors:" : "# actors:");
    String indent = sure ? "  - " : "#   - ";
    for (Map.Entry<String, String> attribute : logins.attributes.entrySet()) {
      if (logins.attributes.containsKey(attribute.getKey() + "Id")) {
        // Its id stands beside it.
        continue;
      }
      String property = property(attribute.getValue());
      if (property != null) {
        lines.add(
            indent
                + "session: "
                + attribute.getKey()
                + property
                + "   # ? is it who is logged in? put there by the code");
      }
    }
    if (lines.get(lines.size() - 1).equals("actors:")) {
      lines.set(lines.size() - 1, "# actors:");
      indent = "#   - ";
    }
    lines.add(indent + "principal");
    lines.add(
        "#   - session: user.id            # an attribute of the HTTP session, or a property of"
            + " it");
    lines.add(
        "#   - header: X-Staff-Id          # set by your gateway, which trusted-proxies must name");
    lines.add("");
  }

  /** The property of an attribute's value that names a person; null where none is known. */
  private String property(String type) {
    if (type.matches("L(java/lang/(String|Long|Integer)|java/math/BigInteger);|[IJ]")) {
      return "";
    }
    ClassFile value =
        type.startsWith("L")
            ? classes.get(type.substring(1, type.length() - 1).replace('/', '.'))
            : null;
    if (value != null) {
      for (String pattern : IDS) {
        for (Member member : value.members.values()) {
          if (member.name.matches(pattern)) {
            return "." + member.name;
          }
        }
      }
    }
    return null;
  }
}
