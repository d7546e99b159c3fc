package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassFile;
import io.whoread.agent.guess.ClassGuess;
import io.whoread.agent.guess.ClassGuess.Verdict;
import io.whoread.agent.guess.Guess;
import io.whoread.agent.guess.Note;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * As whom people log in to a service: the classes that the controllers work with which take
 * log-ins. Where these are customers and nobody else, whoever is known there is a customer.
 *
 * <p>A rule of a path goes before all that the application says of a person, so a wrong one makes
 * customers of staff, and hides what they read. So there is a {@link #doubt} as soon as anything
 * says that staff may come: a class that may be of either and tells roles, a second class of
 * customers (one of them may be the operators), a log-in that does not work with customers, or that
 * a library or filter takes, and whatever asks for roles.
 */
final class LoginControllers {
  private static final Pattern LOGIN =
      Pattern.compile("(?i).*(log-?[io]n|sign-?in|denglu|authenticate|oauth2?/token).*");

  /** Members that tell one user from another by more than the person. */
  private static final Pattern ROLE =
      Pattern.compile(
          "(?i).*(role|admin|staff|authorit|permission|privilege|dept|department|employee).*"
              + "|((is)?(user|account|acc|login|sys|usr|person|operator)_?)?(type|kind|group)s?"
              + "|is_?super.*|identity|perms|posts?|jobs?|work_?no|menus");

  /** Classes that give users roles, as a table between the two does. */
  private static final Pattern ROLES = Pattern.compile("(?i).*(role|permission|privilege)s?");

  /** Log-ins that no controller takes. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?i).*(log-?[io]n|sign-?in|authenticat).*(filter|servlet|realm|provider)");

  /** Stands in code that lets a library take log-ins, or asks for a role. */
  private static final Pattern ASKS =
      Pattern.compile(
          "UsernamePasswordAuthentication"
              + "|AbstractAuthenticationProcessing|AuthenticationProvider|UserDetailsService"
              + "|GrantedAuthority|org/apache/shiro/|org/keycloak/|org/pac4j/|/cas/client/"
              + "|has(Any)?(Role|Authority)|isUserInRole|PreAuthorize;|PostAuthorize;|/Secured;"
              + "|RolesAllowed|Requires(Roles|Permissions)|SaCheck(Role|Permission|Or)"
              + "|check(Role|Permission)(And|Or)?\\b");

  /** What Spring Security is told to take log-ins by, unless it is told to leave it. */
  private static final Pattern OPENS = Pattern.compile("formLogin|httpBasic|(oauth2|saml2)Login");

  private static final int CLASS = 7;
  private static final int NAME_AND_TYPE = 12;

  /** The name of the class of customers that those who log in are of. */
  final String customers;

  /** Why staff may come as well, in a few words; null where nothing says so. */
  final String doubt;

  private LoginControllers(String customers, String doubt) {
    this.customers = customers;
    this.doubt = doubt;
  }

  /** Null where staff log in as well, or no customers are known to. */
  static LoginControllers of(Scan scan) {
    Set<String> customers = new TreeSet<>();
    for (ClassGuess guess : scan.guarded) {
      if (guess.isCustomer() && guess.table() != null) {
        customers.add(guess.file.name);
      }
    }
    Set<String> staff = new HashSet<>();
    List<ClassGuess> left = scan.others.get(Verdict.STAFF);
    if (left != null) {
      left.forEach(guess -> staff.add(guess.file.name));
    }
    String found = null;
    String doubt = null;
    for (byte[] bytes : scan.classes.bytes) {
      ClassReader reader = OpenedClassReader.of(bytes);
      ClassFile file = scan.classes.byName.get(reader.getClassName().replace('/', '.'));
      if (file == null) {
        continue;
      }
      if (!takesLogins(file)) {
        doubt = doubt == null ? doubtOf(file, reader, bytes) : doubt;
        continue;
      }
      Set<String> uses = uses(reader);
      for (String name : uses) {
        if (staff.contains(name) || isStaff(scan.classes.byName.get(name))) {
          return null;
        }
        found = customers.contains(name) ? name : found;
      }
      if (Collections.disjoint(uses, customers)) {
        doubt = file.simpleName() + " takes log-ins of others";
      } else if (doubt == null) {
        doubt = doubtOf(file, reader, bytes);
      }
    }
    if (found == null) {
      return null;
    }
    customers.remove(found);
    String role = role(scan, found);
    if (role != null) {
      doubt = "its " + role + " may tell staff";
    } else if (!customers.isEmpty()) {
      doubt = customers.iterator().next() + " is of customers too";
    }
    return new LoginControllers(found, doubt);
  }

  private static String doubtOf(ClassFile file, ClassReader reader, byte[] bytes) {
    String name = file.simpleName();
    if (ROLES.matcher(name).matches() && Guess.mayHold(file)) {
      return name + " is there";
    }
    if (ELSEWHERE.matcher(name).matches()) {
      return name + " may take log-ins";
    }
    // Names of classes, methods and annotations are plain ASCII in a class file's constants.
    String constants = new String(bytes, StandardCharsets.ISO_8859_1);
    Matcher asks = ASKS.matcher(constants);
    if (asks.find()) {
      return name + " has " + asks.group().replaceAll("[/;]", "");
    }
    String opened = OPENS.matcher(constants).find() ? opened(reader) : null;
    return opened == null ? null : name + " has " + opened;
  }

  /**
   * How Spring Security takes log-ins by what a class says; null where it says nothing, or hands
   * over a {@code ::disable} each time, as {@code http.formLogin(AbstractHttpConfigurer::disable)}.
   */
  private static String opened(ClassReader reader) {
    String[] found = new String[1];
    MethodVisitor calls =
        new MethodVisitor(OpenedClassReader.ASM_API) {
          private boolean disables;

          @Override
          public void visitInvokeDynamicInsn(String n, String d, Handle by, Object... given) {
            disables = false;
            for (Object each : given) {
              disables |= each instanceof Handle && ((Handle) each).getName().equals("disable");
            }
          }

          @Override
          public void visitMethodInsn(int op, String owner, String called, String d, boolean i) {
            if (OPENS.matcher(called).matches() && !disables) {
              found[0] = called;
            }
            disables = false;
          }
        };
    reader.accept(
        new ClassVisitor(OpenedClassReader.ASM_API) {
          @Override
          public MethodVisitor visitMethod(int a, String n, String d, String s, String[] thrown) {
            return calls;
          }
        },
        ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return found[0];
  }

  /** The member of a class, or of those that it extends, by which staff may be told; or null. */
  private static String role(Scan scan, String name) {
    ClassFile file = scan.classes.byName.get(name);
    for (Set<String> seen = new HashSet<>(); file != null && seen.add(file.name); ) {
      for (String member : file.members.keySet()) {
        if (ROLE.matcher(member).matches()) {
          return member;
        }
      }
      file = scan.classes.byName.get(file.parent.replace('/', '.'));
    }
    return null;
  }

  /**
   * One that is named as staff are, and holds data, as the constants of a {@code SysType} do not.
   */
  private static boolean isStaff(ClassFile file) {
    return file != null && Guess.mayHold(file) && Guess.isOfStaff(file.simpleName());
  }

  private static boolean takesLogins(ClassFile file) {
    Note base = file.note("RequestMapping");
    boolean all = base != null && isOfLogins(base);
    for (Map.Entry<String, List<Note>> handler : file.handlers.entrySet()) {
      boolean named = LOGIN.matcher(handler.getKey().replaceAll("\\(.*", "")).matches();
      for (Note note : handler.getValue()) {
        if (note.type().endsWith("Mapping") && (all || named || isOfLogins(note))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isOfLogins(Note mapping) {
    return mapping.all("value", "path").stream().anyMatch(path -> LOGIN.matcher(path).matches());
  }

  /** Names of the classes that a class file refers to. */
  private static Set<String> uses(ClassReader reader) {
    Set<String> names = new HashSet<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      int tag = at == 0 ? 0 : reader.readByte(at - 1);
      if (tag == CLASS) {
        names.add(reader.readUTF8(at, buffer).replace('/', '.'));
      } else if (tag == NAME_AND_TYPE) {
        String descriptor = reader.readUTF8(at + 2, buffer);
        if (descriptor.startsWith("(")) {
          names.add(Type.getReturnType(descriptor).getClassName());
          for (Type type : Type.getArgumentTypes(descriptor)) {
            names.add(type.getClassName());
          }
        } else {
          names.add(Type.getType(descriptor).getClassName());
        }
      }
    }
    return names;
  }
}
