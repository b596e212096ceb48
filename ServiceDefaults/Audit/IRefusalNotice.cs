using Microsoft.AspNetCore.Http;

namespace Partnership.ServiceDefaults.Audit;

/// <summary>
/// Tells the service whose resource was asked for that its council was refused to the caller. For a service that refuses on
/// another's behalf and keeps no trail itself: the gateway.
/// </summary>
public interface IRefusalNotice
{
    /// <summary>Sends the notice. Never throws: the refusal stands, whether or not it could be told.</summary>
    /// <param name="context">The refused request.</param>
    Task SendAsync(HttpContext context);
}
