package com.example.boot2;

import com.alibaba.fastjson.support.spring.FastJsonHttpMessageConverter;
import java.util.Collections;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.MappingJackson2HttpMessageConverter;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** JSON by fastjson; who may see what. */
@Configuration
class WebConfiguration implements WebMvcConfigurer {
  @Override
  public void extendMessageConverters(List<HttpMessageConverter<?>> converters) {
    converters.removeIf(MappingJackson2HttpMessageConverter.class::isInstance);
    converters.add(fastjson());
  }

  static FastJsonHttpMessageConverter fastjson() {
    FastJsonHttpMessageConverter fastjson = new FastJsonHttpMessageConverter();
    fastjson.setSupportedMediaTypes(Collections.singletonList(MediaType.APPLICATION_JSON));
    return fastjson;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new Doorkeeper()).excludePathPatterns("/login", "/error");
  }

  private static final class Doorkeeper implements HandlerInterceptor {
    @Override
    public boolean preHandle(
        HttpServletRequest request, HttpServletResponse response, Object handler) {
      LoginUser user = (LoginUser) request.getSession().getAttribute("user");
      boolean may = user != null && user.getRole().equals(needed(request.getRequestURI()));
      if (!may) {
        response.setStatus(user == null ? 401 : 403);
      }
      return may;
    }

    private static String needed(String path) {
      return path.startsWith("/parcels")
          ? "courier"
          : path.startsWith("/seller") ? "seller" : path.startsWith("/my") ? "customer" : "staff";
    }
  }
}
