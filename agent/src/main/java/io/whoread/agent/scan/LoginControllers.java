package io.whoread.agent.scan;

import io.whoread.agent.guess.ClassFile;
import io.whoread.agent.guess.ClassGuess;
import io.whoread.agent.guess.ClassGuess.Verdict;
import io.whoread.agent.guess.Guess;
import io.whoread.agent.guess.Note;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * As whom people log in to a service: the classes that the controllers work with which take
 * log-ins. Where these are customers and nobody else, whoever is known there is a customer.
 */
final class LoginControllers {
  private static final Pattern LOGIN = Pattern.compile("(?i).*(log-?[io]n|sign-?in|denglu).*");

  private static final int CLASS = 7;
  private static final int NAME_AND_TYPE = 12;

  private LoginControllers() {}

  /**
   * The name of the class of customers that all who log in are of; null where others do as well, or
   * none is known.
   */
  static String customers(Scan scan) {
    Set<String> customers = new HashSet<>();
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
    for (byte[] bytes : scan.classes.bytes) {
      ClassReader reader = OpenedClassReader.of(bytes);
      ClassFile file = scan.classes.byName.get(reader.getClassName().replace('/', '.'));
      if (file == null || !takesLogins(file)) {
        continue;
      }
      for (String name : uses(reader)) {
        if (staff.contains(name) || isStaff(scan.classes.byName.get(name))) {
          return null;
        }
        found = customers.contains(name) ? name : found;
      }
    }
    return found;
  }

  /**
   * One that is named as staff are, and holds data, as the constants of a {@code SysType} do not.
   */
  private static boolean isStaff(ClassFile file) {
    return file != null && Guess.mayHold(file) && Guess.isOfStaff(file.simpleName());
  }

  private static boolean takesLogins(ClassFile file) {
    if (file.note("RestController", "Controller") == null) {
      return false;
    }
    for (Map.Entry<String, List<Note>> handler : file.handlers.entrySet()) {
      for (Note note : handler.getValue()) {
        boolean named = LOGIN.matcher(handler.getKey().replaceAll("\\(.*", "")).matches();
        for (String path : note.all("value", "path")) {
          named |= LOGIN.matcher(path).matches();
        }
        if (named && note.type().endsWith("Mapping")) {
          return true;
        }
      }
    }
    return false;
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
