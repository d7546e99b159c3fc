package com.example.shop.world;

import com.example.shop.account.AccountKind;

/** An account to be created; team as in {@link com.example.shop.account.Account#getTeam}. */
record Person(String username, AccountKind kind, String team) {}
