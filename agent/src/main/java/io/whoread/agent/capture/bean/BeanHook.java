package io.whoread.agent.capture.bean;

import static net.bytebuddy.matcher.ElementMatchers.isEquals;
import static net.bytebuddy.matcher.ElementMatchers.isHashCode;
import static net.bytebuddy.matcher.ElementMatchers.isToString;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import io.whoread.agent.config.GuardRule;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;

/** Accessors of guarded classes: getters, and those of records. */
public final class BeanHook implements Hook {
  private static final String PACKAGE = "io.whoread.agent.capture.bean.";

  private final GuardedTypes types;

  public BeanHook(GuardedTypes types) {
    this.types = types;
  }

  @Override
  public String name() {
    return "accessors";
  }

  @Override
  public boolean concerns(String internalName, ClassLoader loader) {
    if (loader == null) {
      return false;
    }
    return types.areGuessed()
        ? Guess.mayGuess(internalName)
        : types.rule(internalName.replace('/', '.')) != null;
  }

  @Override
  public AsmVisitorWrapper weave(TypeDescription type, byte[] classFile, ClassFileLocator locator) {
    String name = type.getName();
    GuardRule rule = types.areGuessed() ? Guess.rule(name, classFile) : types.rule(name);
    if (rule == null) {
      return null;
    }
    GuardedType guarded = types.enter(name, rule);
    List<AsmVisitorWrapper> visitors = new ArrayList<>();
    FieldDescription id = ownField(type, rule.id);
    for (MethodDescription method : type.getDeclaredMethods()) {
      int bit = isAccessor(method) ? guarded.bit(method.getName()) : -1;
      if (bit >= 0) {
        visitors.add(touch(method, rule, id, guarded.site(bit)));
      }
    }
    ElementMatcher.Junction<MethodDescription> framework =
        isEquals().or(isHashCode()).or(isToString());
    visitors.add(
        Advice.to(LibraryHook.advice(PACKAGE + "FrameworkAdvice"), LibraryHook.adviceLocator())
            .on(framework));
    return new AsmVisitorWrapper.Compound(visitors);
  }

  private static boolean isAccessor(MethodDescription method) {
    return method.isMethod()
        && !method.isStatic()
        && !method.isAbstract()
        && !method.isNative()
        && method.getParameters().isEmpty()
        && !method.getReturnType().represents(void.class);
  }

  private static FieldDescription ownField(TypeDescription type, String member) {
    for (FieldDescription field : type.getDeclaredFields()) {
      if (field.getName().equals(member) && !field.isStatic()) {
        return field;
      }
    }
    return null;
  }

  private static AsmVisitorWrapper touch(
      MethodDescription method, GuardRule rule, FieldDescription id, int site) {
    Advice.WithCustomMapping mapping = Advice.withCustomMapping().bind(Site.class, site);
    String advice;
    if (rule.id == null) {
      advice = "TouchNoIdAdvice";
    } else if (id == null || id.getType().isPrimitive() && !isWhole(id)) {
      advice = "TouchElsewhereAdvice";
    } else {
      advice = id.getType().isPrimitive() ? "TouchLongIdAdvice" : "TouchIdAdvice";
      mapping = mapping.bind(Id.class, id);
    }
    return mapping
        .to(LibraryHook.advice(PACKAGE + advice), LibraryHook.adviceLocator())
        .on(one -> one.equals(method.asDefined()) || one.equals(method));
  }

  private static boolean isWhole(FieldDescription id) {
    TypeDescription type = id.getType().asErasure();
    return type.represents(long.class)
        || type.represents(int.class)
        || type.represents(short.class)
        || type.represents(byte.class);
  }

  @Override
  public void woven(String className) {
    for (GuardedType type : types.all()) {
      if (type.className.equals(className)) {
        type.hooked = true;
      }
    }
  }
}
