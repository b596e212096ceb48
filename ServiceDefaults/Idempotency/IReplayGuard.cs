using Microsoft.AspNetCore.Http;

namespace Partnership.ServiceDefaults.Idempotency;

/// <summary>
/// Asked before a kept answer is given again: what the caller was told then may be hidden from them by now. Registered per scope by
/// services that hide things.
/// </summary>
public interface IReplayGuard
{
    /// <summary>The answer to give instead, the same as if the request were new; null to give the kept one.</summary>
    Task<IResult?> RefuseAsync(HttpContext context, CancellationToken ct);
}
