using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;

namespace Partnership.ServiceDefaults.Tenancy;

/// <summary>One council's resources are for that council's people: for everybody else they do not exist.</summary>
public static class TenancyExtensions
{
    /// <summary>
    /// For groups under <c>/api/v1/councils/{code}</c>: <c>{code}</c> must be a council of the token and, where the service
    /// serves one council (<c>Council:Code</c>), that one. Otherwise 404, before roles are looked at and before the body is
    /// read, so that nobody learns what exists elsewhere.
    /// </summary>
    public static TBuilder RequireOwnCouncil<TBuilder>(this TBuilder group)
        where TBuilder : IEndpointConventionBuilder
    {
        group.Add(endpoint => endpoint.Metadata.Add(OwnCouncilRequired.Instance));
        return group;
    }

    /// <summary>Refuses requests for another council's resources; runs between authentication and authorization.</summary>
    internal static IApplicationBuilder UseTenancy(this IApplicationBuilder app)
    {
        var own = app.ApplicationServices.GetRequiredService<IConfiguration>()["Council:Code"];
        CouncilCode? served = string.IsNullOrEmpty(own) ? null : CouncilCode.Parse(own, CultureInfo.InvariantCulture);
        return app.Use(next => context =>
        {
            // Nobody signed in is authorization's matter: 401, whatever the council.
            if (context.GetEndpoint()?.Metadata.GetMetadata<OwnCouncilRequired>() is null
                || context.User.Identity is not { IsAuthenticated: true })
            {
                return next(context);
            }

            var isOwn = CouncilCode.TryParse(context.GetRouteValue("code") as string, null, out var council)
                && Caller.From(context.User).Councils.Contains(council)
                && (served is null || served == council);
            return isOwn ? next(context) : RefuseAsync(context);
        });
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        await AuditRefusals.EnterAsync(context, AuditOutcome.RefusedCouncil);
        await ProblemWriter.WriteAsync(context, ProblemTypes.NotFound());
    }
}

/// <summary>Marks an endpoint whose <c>{code}</c> must be a council of the token.</summary>
public sealed class OwnCouncilRequired
{
    internal static OwnCouncilRequired Instance { get; } = new();

    private OwnCouncilRequired()
    {
    }
}
