using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Partnership.ServiceDefaults.Messaging;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>Enters who was refused, and what they had asked for.</summary>
internal static class AuditRefusals
{
    /// <summary>Enters requests that the caller's roles do not allow; runs around authorization.</summary>
    public static IApplicationBuilder UseRoleRefusalAudit(this IApplicationBuilder app) => app.Use(next => async context =>
    {
        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status403Forbidden && !context.Response.HasStarted)
        {
            await EnterAsync(context, AuditOutcome.RefusedRole);
        }
    });

    /// <summary>Enters a refusal in the service's trail, if it keeps one. The refusal stands, whether or not it could be entered.</summary>
    public static async Task EnterAsync(HttpContext context, string outcome)
    {
        if (context.RequestServices.GetService<AuditTrail>() is not { } trail)
        {
            if (outcome == AuditOutcome.RefusedCouncil && context.RequestServices.GetService<IRefusalNotice>() is { } notice)
            {
                await notice.SendAsync(context);
            }

            return;
        }

        try
        {
            await trail.WriteAsync(OperationOf(context), AuditExtensions.AddressedIn(context), outcome, CancellationToken.None);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
        {
            context.RequestServices.GetRequiredService<ILogger<AuditTrail>>().LogError("A refusal could not be entered in the audit trail ({Reason}).", FailureReason.Of(exception));
        }
    }

    // Never the address: it is the caller's text. The route's pattern is ours.
    private static string OperationOf(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        return endpoint?.Metadata.GetMetadata<AuditedOperation>()?.Code
            ?? $"{context.Request.Method} {(endpoint as RouteEndpoint)?.RoutePattern.RawText}";
    }
}
