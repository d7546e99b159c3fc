package com.example.shop.account;

import org.apache.ibatis.annotations.Mapper;
import org.apache.ibatis.annotations.Select;

@Mapper
interface AccountMapper {
  /** Null where nobody has that name. */
  @Select(
      "select username, password_hash, kind, team from shop_account where username = #{username}")
  Account find(String username);
}
