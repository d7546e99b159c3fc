package io.whoread.agent.capture.bean;

import static net.bytebuddy.matcher.ElementMatchers.any;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.guess.Application;
import java.io.IOException;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Public fields, where another class than their own reads them. Of each class of the application
 * the names are looked at that its file refers to; few refer to a field of another that is called
 * as something personal is.
 */
public final class FieldUseHook implements Hook {
  /** The tag of a field in a class file's constants (JVM specification, 4.4.2). */
  private static final int FIELD = 9;

  private final GuardedTypes types;

  public FieldUseHook(GuardedTypes types) {
    this.types = types;
  }

  @Override
  public String name() {
    return "public-fields";
  }

  @Override
  public boolean concerns(String internalName, ClassLoader loader) {
    return loader != null && Application.isApplication(internalName);
  }

  @Override
  public boolean concerns(Class<?> loaded) {
    String name = loaded.getName();
    if (!concerns(name.replace('.', '/'), loaded.getClassLoader())) {
      return false;
    }
    try {
      ClassFileLocator.Resolution file =
          ClassFileLocator.ForClassLoader.of(loaded.getClassLoader()).locate(name);
      return file.isResolved() && refersToAny(file.resolve(), name.replace('.', '/'));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  @Override
  public AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator) {
    String own = type.getInternalName();
    return refersToAny(classFile, own)
        ? FieldReads.in(any(), (owner, member) -> isWanted(own, owner, member))
        : null;
  }

  private boolean refersToAny(byte[] classFile, String own) {
    ClassReader file = OpenedClassReader.of(classFile);
    char[] buffer = new char[file.getMaxStringLength()];
    for (int i = 1; i < file.getItemCount(); i++) {
      int at = file.getItem(i);
      if (at > 0 && classFile[at - 1] == FIELD) {
        int nameAndType = file.getItem(file.readUnsignedShort(at + 2));
        String owner = file.readClass(at, buffer);
        if (isWanted(own, owner, file.readUTF8(nameAndType, buffer))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isWanted(String own, String owner, String member) {
    return !owner.equals(own) && Application.isApplication(owner) && types.mayBePersonal(member);
  }
}
