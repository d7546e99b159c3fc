package com.example.orders;

import cn.dev33.satoken.SaManager;
import cn.dev33.satoken.servlet.util.SaTokenContextJakartaServletUtil;
import cn.dev33.satoken.stp.StpLogic;
import cn.dev33.satoken.stp.StpUtil;
import cn.hutool.jwt.JWTUtil;
import cn.hutool.jwt.signers.JWTSignerUtil;
import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.shiro.authc.SimpleAuthenticationInfo;
import org.apache.shiro.authc.UsernamePasswordToken;
import org.apache.shiro.realm.AuthenticatingRealm;
import org.apache.shiro.subject.Subject;
import org.apache.shiro.web.mgt.DefaultWebSecurityManager;
import org.apache.shiro.web.subject.WebSubject;
import org.slf4j.MDC;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/** Orders behind the many ways in which services of the field know who is logged in. */
public final class LoginShop extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final byte[] SECRET =
      "a secret of thirty-two bytes....".getBytes(StandardCharsets.UTF_8);

  private static final StpLogic MEMBERS = new StpLogic("member");

  private final transient DefaultWebSecurityManager shiro =
      new DefaultWebSecurityManager(new Realm());

  public static void main(String[] arguments) throws Exception {
    SaManager.putStpLogic(MEMBERS);
    Tomcat tomcat = new Tomcat();
    tomcat.setSilent(true);
    tomcat.setBaseDir(arguments[0]);
    tomcat.setHostname("127.0.0.1");
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", null);
    Tomcat.addServlet(context, "orders", new LoginShop());
    for (String way : "login,sa,member,shiro,spring,session,attribute,mdc,jwt,none".split(",")) {
      context.addServletMappingDecoded("/" + way + "/*", "orders");
    }
    context.addServletMappingDecoded("/admin/orders/*", "orders");
    tomcat.start();
    Path ports = Path.of(System.getProperty("port.file"));
    Path part = ports.resolveSibling("port.part");
    Files.writeString(part, String.valueOf(tomcat.getConnector().getLocalPort()));
    Files.move(part, ports);
    tomcat.getServer().await();
  }

  /** {@code /WAY/WHO/ORDER}. */
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String[] path = request.getPathInfo().split("/");
    int order = Integer.parseInt(path[path.length - 1]);
    try {
      switch (request.getServletPath()) {
        case "/sa", "/member" -> {
          SaTokenContextJakartaServletUtil.setContext(request, response);
          if (request.getServletPath().equals("/sa")) {
            StpUtil.login(path[1]);
          } else {
            MEMBERS.login(path[1]);
          }
          show(response, order);
          SaTokenContextJakartaServletUtil.clearContext();
        }
        case "/shiro" -> {
          Subject subject = new WebSubject.Builder(shiro, request, response).buildWebSubject();
          subject.execute(
              () -> {
                if (!path[1].equals("nobody")) {
                  subject.login(new UsernamePasswordToken(path[1], "secret"));
                }
                show(response, order);
                return null;
              });
        }
        case "/spring" -> {
          Object principal =
              switch (path[1]) {
                case "member" -> new MemberUser(4711, "Li");
                case "cover" -> new ShopUserDetails(new Member(4712, "li"));
                case "staff" -> new LoginUser(77, "Wang");
                default -> Logins.principal(path[1]);
              };
          SecurityContextHolder.getContext()
              .setAuthentication(
                  new UsernamePasswordAuthenticationToken(
                      principal, null, AuthorityUtils.createAuthorityList(path[2])));
          show(response, order);
          SecurityContextHolder.clearContext();
        }
        case "/login" -> {
          Object value =
              switch (path[2]) {
                case "object" -> new SysUser(5, "e1005", "Zhao");
                case "buyer" -> new Account(70008, "Qian");
                case "own-customer" -> new OwnUser("70010", "customer", List.of());
                case "own-seller" -> new OwnUser("s3", "1", List.of(new Grant(Kind.SELLER)));
                case "own-clerk" -> new OwnUser("e8", "order:list,system:user:list", List.of());
                default -> Logins.kept(path[2]);
              };
          request.getSession().setAttribute(path[1], value);
          response.getWriter().print(request.getSession().getId());
        }
        case "/attribute" -> {
          request.setAttribute("staffNo", path[1]);
          show(response, order);
        }
        case "/mdc" -> {
          MDC.put("operator", path[1]);
          show(response, order);
          MDC.clear();
        }
        case "/jwt" -> {
          if (path[1].equals("make")) {
            response.getWriter().print(token(path[2]));
          } else {
            verify(path[1], request.getHeader("X-Shop-Token"));
            show(response, order);
          }
        }
        default -> show(response, order);
      }
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  /** As services keep whoever is logged in for the thread. */
  static SysUser current() {
    return new SysUser(5, "e5005", "Zhao");
  }

  private static void show(HttpServletResponse response, int order) throws IOException {
    response.getWriter().print(Order.of(order).getMobile());
    // As a message converter does, before interceptors forget who it was.
    response.flushBuffer();
  }

  private static String token(String who) {
    return Jwts.builder()
        .subject("a token of the shop")
        .claim("userId", who)
        .signWith(Keys.hmacShaKeyFor(SECRET))
        .compact();
  }

  /** As the services do it that write a filter of their own. */
  private static void verify(String library, String token) throws Exception {
    boolean right =
        switch (library) {
          case "jjwt" ->
              Jwts.parser().verifyWith(Keys.hmacShaKeyFor(SECRET)).build().parseSignedClaims(token)
                  != null;
          case "auth0" -> JWT.require(Algorithm.HMAC256(SECRET)).build().verify(token) != null;
          case "nimbus" -> SignedJWT.parse(token).verify(new MACVerifier(SECRET));
          case "hutool" -> JWTUtil.verify(token, JWTSignerUtil.hs256(SECRET));
          case "decoded" -> JWT.decode(token) != null;
          // One that the service makes and checks itself: it does not stand in the request.
          case "own" -> {
            SignedJWT own =
                new SignedJWT(
                    new JWSHeader(JWSAlgorithm.HS256),
                    new JWTClaimsSet.Builder().claim("userId", "e9999").build());
            own.sign(new MACSigner(SECRET));
            yield SignedJWT.parse(own.serialize()).verify(new MACVerifier(SECRET));
          }
          default -> throw new IllegalArgumentException(library);
        };
    if (!right) {
      throw new IllegalStateException("forged");
    }
  }

  /** As a back office keeps whoever is logged in. */
  public record SysUser(long userId, String loginName, String userName)
      implements java.io.Serializable {}

  /** A principal of Spring Security that offers no name. */
  public static final class LoginUser {
    private final long id;
    private final String nickname;

    LoginUser(long id, String nickname) {
      this.id = id;
      this.nickname = nickname;
    }

    public long getId() {
      return id;
    }

    @Override
    public String toString() {
      return nickname;
    }
  }

  /** A customer, as the front of a shop keeps one. */
  public record MemberUser(long memberId, String username) {
    public String getUsername() {
      return username;
    }
  }

  /** A row of the table of customers. */
  public record Member(long id, String account) {}

  /** A principal that is nothing but a cover of a row. */
  public static final class ShopUserDetails {
    private final Member member;

    ShopUserDetails(Member member) {
      this.member = member;
    }

    public String getUsername() {
      return member.account();
    }
  }

  /** Whose name says nothing of a customer. */
  public record Account(long number, String nickname) implements java.io.Serializable {}

  /** Whose name says nothing, and who says it by itself. */
  public record OwnUser(String id, String role, List<Grant> roles)
      implements java.io.Serializable {}

  public record Grant(Kind roleKey) implements java.io.Serializable {}

  public enum Kind {
    SELLER
  }

  private static final class Realm extends AuthenticatingRealm {
    @Override
    public String getName() {
      return "staff";
    }

    @Override
    protected org.apache.shiro.authc.AuthenticationInfo doGetAuthenticationInfo(
        org.apache.shiro.authc.AuthenticationToken token) {
      Object principal =
          token.getPrincipal().equals("plain")
              ? "e3003"
              : new SysUser(9, token.getPrincipal().toString(), "Zhao");
      return new SimpleAuthenticationInfo(principal, "secret", getName());
    }
  }
}
