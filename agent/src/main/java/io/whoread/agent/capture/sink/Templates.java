package io.whoread.agent.capture.sink;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.whoread.agent.capture.LibraryHook;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;

/**
 * Pages made of templates. What stands in them is found where the response leaves; here it is only
 * told that it is a page. What is rendered into a writer of one's own leaves by whatever way comes
 * after it.
 */
public final class Templates {
  private static final String ADVICE = "io.whoread.agent.capture.sink.";

  private Templates() {}

  public static List<LibraryHook> all() {
    return Arrays.asList(
        new LibraryHook("thymeleaf")
            .at(
                "org.thymeleaf.TemplateEngine",
                ADVICE + "ThirdWriterAdvice",
                named("process")
                    .and(takesArguments(3))
                    .and(takesArgument(0, named("org.thymeleaf.TemplateSpec")))
                    .and(takesArgument(2, Writer.class))),
        new LibraryHook("freemarker")
            .at(
                "freemarker.template.Template",
                ADVICE + "SecondWriterAdvice",
                named("createProcessingEnvironment").and(takesArgument(1, Writer.class))));
  }
}
