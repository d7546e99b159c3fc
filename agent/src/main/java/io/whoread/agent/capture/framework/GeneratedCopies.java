package io.whoread.agent.capture.framework;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;

/**
 * Classes that were generated to copy one object into another: the implementations of MapStruct's
 * mappers, when the service was built, and CGLIB's copiers, while it runs. They call accessors as
 * the service's own code would.
 */
final class GeneratedCopies implements Hook {
  private static final String MAPPER = "org.mapstruct.Mapper";
  private static final String IMPLEMENTATION = "Impl";
  private static final String COPIER = "$$BeanCopierBy";

  @Override
  public String name() {
    return "generated-copies";
  }

  @Override
  public boolean concerns(String internalName, ClassLoader loader) {
    return loader != null
        && (internalName.endsWith(IMPLEMENTATION) || internalName.contains(COPIER));
  }

  @Override
  public AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator) {
    if (type.isInterface()) {
      return null;
    }
    boolean copies =
        type.getName().contains(COPIER)
            || type.getInterfaces().asErasures().stream().anyMatch(GeneratedCopies::isMapper)
            || isMapper(type.getSuperClass().asErasure());
    return copies
        ? Advice.to(
                LibraryHook.advice("io.whoread.agent.capture.framework.FrameworkAdvice"),
                LibraryHook.adviceLocator())
            .on(isMethod().and(not(isAbstract())).and(not(takesArguments(0))))
        : null;
  }

  private static boolean isMapper(TypeDescription type) {
    try {
      for (AnnotationDescription each : type.getDeclaredAnnotations()) {
        if (each.getAnnotationType().getName().equals(MAPPER)) {
          return true;
        }
      }
    } catch (RuntimeException e) {
      // Its file cannot be read.
    }
    return false;
  }
}
