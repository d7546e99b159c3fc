package io.whoread.agent.capture.framework;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isMethod;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import io.whoread.agent.capture.Hook;
import io.whoread.agent.capture.LibraryHook;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Work in which accessors are called and nobody reads: an entity is compared with what was loaded,
 * bound to a statement, checked, or copied into another object. It is told as framework work, never
 * dropped: what then leaves of a copy is found by its values.
 */
public final class FrameworkHooks {
  private static final String ADVICE = "io.whoread.agent.capture.framework.FrameworkAdvice";
  private static final String GIVEN = "io.whoread.agent.capture.framework.GivenAdvice";

  private static final String BOUND = "io.whoread.agent.capture.framework.BoundAdvice";

  private FrameworkHooks() {}

  public static List<Hook> all() {
    return Arrays.asList(
        new LibraryHook("hibernate")
            .at(
                "org.hibernate.persister.entity.AbstractEntityPersister",
                ADVICE,
                one(
                    "getPropertyValues",
                    "getValues",
                    "getPropertyValuesToInsert",
                    "getPropertyValue"))
            .at("org.hibernate.property.access.spi.GetterMethodImpl", ADVICE, one("get")),
        new LibraryHook("hibernate-validator")
            .at(
                "org.hibernate.validator.internal.engine.ValidatorImpl",
                ADVICE,
                isMethod().and(nameStartsWith("validate")).and(not(isStatic()))),
        new LibraryHook("mybatis")
            .at(
                "org.apache.ibatis.scripting.defaults.DefaultParameterHandler",
                ADVICE,
                one("setParameters"))
            // Of its own up to 3.5.8.
            .whereThereIs(
                "com.baomidou.mybatisplus.core.MybatisParameterHandler",
                ADVICE,
                one("setParameters"))
            .at("org.apache.ibatis.mapping.MappedStatement", ADVICE, one("getBoundSql"))
            .at("org.apache.ibatis.executor.BaseExecutor", ADVICE, one("createCacheKey"))
            .at(
                "org.apache.ibatis.executor.resultset.DefaultResultSetHandler",
                ADVICE,
                one("handleResultSets")),
        new LibraryHook("copies")
            .at("org.springframework.beans.BeanUtils", ADVICE, one("copyProperties"))
            .at(
                "org.apache.commons.beanutils.BeanUtilsBean",
                ADVICE,
                one("copyProperties", "copyProperty", "cloneBean"))
            .at("org.apache.commons.beanutils.PropertyUtilsBean", ADVICE, one("copyProperties"))
            .at("cn.hutool.core.bean.BeanUtil", ADVICE, one("copyProperties"))
            .at("cn.hutool.core.bean.copier.BeanCopier", ADVICE, one("copy"))
            .at("org.modelmapper.internal.MappingEngineImpl", ADVICE, one("map"))
            .at("ma.glasnost.orika.impl.MapperFacadeImpl", ADVICE, one("map"))
            .at("com.github.dozermapper.core.MappingProcessor", ADVICE, one("map"))
            .at("org.dozer.MappingProcessor", ADVICE, one("map")),
        new GeneratedCopies(),
        new LibraryHook("spring-arguments")
            .at(
                "org.springframework.web.servlet.mvc.method.annotation"
                    + ".AbstractMessageConverterMethodArgumentResolver",
                GIVEN,
                one("readWithMessageConverters"))
            .at(
                "org.springframework.web.method.annotation.ModelAttributeMethodProcessor",
                GIVEN,
                one("createAttribute"))
            // Since Spring 6.1 the binder makes what it binds to.
            .whereThereIs("org.springframework.validation.DataBinder", BOUND, one("construct")));
  }

  private static ElementMatcher.Junction<MethodDescription> one(String... names) {
    ElementMatcher.Junction<MethodDescription> any = named(names[0]);
    for (String name : names) {
      any = any.or(named(name));
    }
    return any.and(not(isAbstract()));
  }
}
