using Microsoft.AspNetCore.Http;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>
/// Asked before a kept answer is given again: what the caller was told then may be hidden from them by now. Registered per scope by
/// services that hide things.
/// </summary>
public interface IReplayGuard
{
    /// <summary>The answer to give instead, the same as if the request were new; null to give the kept one.</summary>
    /// <param name="context">The request that comes again.</param>
    /// <param name="made">The address (<c>Location</c>) of what the first request made; null when it made nothing.</param>
    /// <param name="ct">Ends the question.</param>
    Task<IResult?> RefuseAsync(HttpContext context, string? made, CancellationToken ct);
}
