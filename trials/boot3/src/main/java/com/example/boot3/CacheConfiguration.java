package com.example.boot3;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.GenericJackson2JsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;

/** A cache of JSON. */
@Configuration
class CacheConfiguration {
  @Bean
  RedisTemplate<String, Object> cache(RedisConnectionFactory connections, ObjectMapper json) {
    RedisTemplate<String, Object> cache = new RedisTemplate<>();
    cache.setConnectionFactory(connections);
    cache.setKeySerializer(RedisSerializer.string());
    cache.setValueSerializer(new GenericJackson2JsonRedisSerializer(json));
    return cache;
  }
}
