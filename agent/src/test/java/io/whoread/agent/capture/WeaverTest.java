package io.whoread.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.junit.jupiter.api.Test;

/** How often classes of the application are rewritten, which stops all of its threads. */
class WeaverTest {
  private static final int LOADED = 320;

  private final Map<Class<?>, byte[]> loaded = new LinkedHashMap<>();
  private final List<List<Class<?>>> calls = new ArrayList<>();
  private final List<ClassFileTransformer> transformers = new ArrayList<>();

  /** Makes the JVM fail where it is rewritten. */
  private Class<?> bad;

  /** Is concerned with all, and weaves one in ten. */
  private final Hook hook =
      new Hook() {
        @Override
        public String name() {
          return "one in ten";
        }

        @Override
        public boolean concerns(String internalName, ClassLoader loader) {
          return true;
        }

        @Override
        public AsmVisitorWrapper weave(
            TypeDescription type, byte[] classFile, ClassFileLocator locator) {
          return type.getName().endsWith("0") ? AsmVisitorWrapper.NoOp.INSTANCE : null;
        }
      };

  private final Weaver weaver = new Weaver(hook, instrumentation(), () -> {});

  WeaverTest() {
    for (int i = 0; i < LOADED; i++) {
      try (DynamicType.Unloaded<?> made =
          new ByteBuddy().subclass(Object.class).name("com.example.made.Order" + i).make()) {
        Class<?> type =
            made.load(getClass().getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                .getLoaded();
        loaded.put(type, made.getBytes());
      }
    }
  }

  private Instrumentation instrumentation() {
    return (Instrumentation)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "addTransformer":
                  transformers.add((ClassFileTransformer) arguments[0]);
                  return null;
                case "removeTransformer":
                  return transformers.remove(arguments[0]);
                case "getAllLoadedClasses":
                  return loaded.keySet().toArray(new Class<?>[0]);
                case "retransformClasses":
                  retransform((Class<?>[]) arguments[0]);
                  return null;
                default:
                  return true;
              }
            });
  }

  private void retransform(Class<?>... types) throws Exception {
    if (Arrays.asList(types).contains(bad)) {
      throw new VerifyError(bad.getName());
    }
    calls.add(List.of(types));
    for (ClassFileTransformer transformer : transformers) {
      for (Class<?> type : types) {
        transformer.transform(
            type.getClassLoader(), type.getName().replace('.', '/'), type, null, loaded.get(type));
      }
    }
  }

  private List<Class<?>> rewritten() {
    return calls.stream().flatMap(List::stream).toList();
  }

  @Test
  void rewritesInPortionsAndPutsBackWhatItWoveAlone() {
    weaver.install();
    weaver.rewriteLoaded();
    assertThat(rewritten()).containsExactlyElementsOf(loaded.keySet());
    assertThat(calls).hasSizeLessThan(10);
    assertThat(weaver.installed()).isTrue();

    calls.clear();
    weaver.remove();
    assertThat(rewritten()).hasSize(LOADED / 10).allMatch(type -> type.getName().endsWith("0"));
    assertThat(calls).hasSize(1);

    calls.clear();
    weaver.install();
    weaver.rewriteLoaded();
    assertThat(rewritten()).hasSize(LOADED);
  }

  @Test
  void oneThatCannotBeRewrittenDoesNotCostOthersTheirPlace() {
    bad = new ArrayList<>(loaded.keySet()).get(70);
    weaver.install();
    weaver.rewriteLoaded();
    assertThat(rewritten()).hasSize(LOADED - 1).doesNotContain(bad);
    assertThat(weaver.problem()).isEqualTo(bad.getName() + ": java.lang.VerifyError");
  }

  /** As it is where memory ended between the two, and both are done again. */
  @Test
  void installedTwiceItIsRemovedAtOnce() {
    weaver.install();
    weaver.install();
    weaver.rewriteLoaded();
    assertThat(rewritten()).hasSize(LOADED);
    assertThat(transformers).hasSize(1);
    weaver.remove();
    assertThat(transformers).isEmpty();
  }
}
