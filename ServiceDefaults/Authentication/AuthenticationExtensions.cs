using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>Bearer tokens of an OpenID Connect authority, and the policies that use them.</summary>
internal static class AuthenticationExtensions
{
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(30);

    /// <summary>
    /// RS256 tokens of <c>Authentication:Authority</c> for <c>Authentication:Audience</c> (partnership), 30 s leeway. The
    /// authority's keys are read in the background, so a service starts while the authority is slow or away.
    /// </summary>
    public static IHostApplicationBuilder AddTokenAuthentication(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection("Authentication");
        var authority = settings["Authority"]?.TrimEnd('/');
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped(services => services.GetRequiredService<IHttpContextAccessor>().HttpContext is { } context
            ? Caller.From(context.User)
            : Caller.Anonymous);
        builder.Services.Configure<RemovedClientsOptions>(settings);
        builder.Services.AddSingleton<RemovedClients>();
        builder.Services.AddSingleton<ValidatedTokens>();
        builder.Services.AddSingleton<BearerEvents>();
        builder.Services.AddSingleton(new AuthorityKeys(authority));
        builder.Services.AddHostedService<AuthorityKeysReader>();

        // Not AddAuthentication: it brings data protection, whose key files nothing here needs.
        builder.Services.AddAuthenticationCore(options => options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme);
        builder.Services.AddWebEncoders();
        builder.Services.AddSingleton<IAuthenticationConfigurationProvider, NoSchemeSettings>();
        new AuthenticationBuilder(builder.Services).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<AuthorityKeys>((options, keys) =>
            {
                options.ConfigurationManager = keys.Manager;
                options.EventsType = typeof(BearerEvents);
                options.MapInboundClaims = false;
                options.SaveToken = false;
                options.TokenValidationParameters = new TokenValidationParameters
                {
                    ValidIssuer = authority,
                    ValidAudience = settings["Audience"] ?? "partnership",
                    ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
                    ValidateIssuer = true,
                    ValidateAudience = true,
                    ValidateLifetime = true,
                    ValidateIssuerSigningKey = true,
                    RequireSignedTokens = true,
                    RequireExpirationTime = true,
                    ClockSkew = Leeway,
                    NameClaimType = "name",
                    RoleClaimType = "roles",
                };
            });
        builder.Services.AddAuthorizationBuilder();
        builder.Services.Configure<AuthorizationOptions>(Policies.AddTo);
        return builder;
    }

    /// <summary>The scheme is set up here and nowhere else: settings could only weaken it.</summary>
    private sealed class NoSchemeSettings : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
