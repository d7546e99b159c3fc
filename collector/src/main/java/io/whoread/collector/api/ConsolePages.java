package io.whoread.collector.api;

import io.whoread.collector.log.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The console's one page, which is the same for each of its addresses, and the files it loads.
 *
 * <p>Libraries carry their version in their path and may be kept for a year; the console's own
 * files are asked for again each time and answered by "not modified", by a hash of their content,
 * because files in a reproducible jar all have the same date.
 */
@Component
class ConsolePages implements WebMvcConfigurer {
  /** Every address of the console; a new view adds its own here. */
  static final String[] ADDRESSES = {
    "/",
    "/login",
    "/alerts",
    "/alert",
    "/exceptions",
    "/canaries",
    "/questions",
    "/people",
    "/person",
    "/lookup",
    "/order",
    "/trace",
    "/services",
    "/service"
  };

  private static final String FOLDER = "META-INF/resources/";
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private final byte[] page;
  private final String policy;

  ConsolePages() throws IOException {
    page = new ClassPathResource(FOLDER + "console/index.html").getContentAsByteArray();
    policy = policy(new String(page, StandardCharsets.UTF_8));
  }

  /** Nothing but what the collector itself serves; the import map alone may stand in the page. */
  private static String policy(String html) {
    Matcher importMap = IMPORT_MAP.matcher(html);
    if (!importMap.find()) {
      throw new IllegalStateException("no import map in the console's page");
    }
    String hash = Base64.getEncoder().encodeToString(Sha256.of(importMap.group(1)));
    return "default-src 'none'; script-src 'self' 'sha256-"
        + hash
        + "'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
        + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
  }

  @Bean
  RouterFunction<ServerResponse> consoleRoutes() {
    RouterFunctions.Builder routes = RouterFunctions.route();
    for (String address : ADDRESSES) {
      routes.route(
          RequestPredicates.methods(HttpMethod.GET, HttpMethod.HEAD)
              .and(RequestPredicates.path(address)),
          request -> page());
    }
    return routes.build();
  }

  private ServerResponse page() {
    return ServerResponse.ok()
        .contentType(MediaType.valueOf("text/html;charset=UTF-8"))
        .cacheControl(CacheControl.noCache())
        .header("Content-Security-Policy", policy)
        .body(page);
  }

  /** Whether a request is a browser's for a page, and not a script's. */
  static boolean isWanted(HttpServletRequest request) {
    String accepted = request.getHeader(HttpHeaders.ACCEPT);
    return List.of("GET", "HEAD").contains(request.getMethod())
        && accepted != null
        && accepted.contains(MediaType.TEXT_HTML_VALUE);
  }

  /** The console's page where no page is: it says so itself, in the reader's language. */
  void nowhere(HttpServletResponse response) throws IOException {
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setContentType("text/html;charset=UTF-8");
    response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noCache().getHeaderValue());
    response.setHeader("Content-Security-Policy", policy);
    response.getOutputStream().write(page);
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/_static/**")
        .addResourceLocations("classpath:/" + FOLDER + "_static/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
    registry
        .addResourceHandler("/console/**")
        .addResourceLocations("classpath:/" + FOLDER + "console/")
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false)
        .setEtagGenerator(ConsolePages::etag);
  }

  private static String etag(Resource resource) {
    try {
      return HexFormat.of().formatHex(Sha256.of(resource.getContentAsByteArray()), 0, 16);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
