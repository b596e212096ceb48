using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Partnership.ServiceDefaults.OpenApi;

namespace Partnership.ServiceDefaults.Uploads;

/// <summary>
/// A refused upload is read to its end before it is answered. A proxy that speaks HTTP/1.1 hears an answer only when it has sent all of
/// the request on; the server, left alone, closes the connection after some seconds instead, and what the caller then
/// gets to know is that the service broke off, not what was wrong.
/// </summary>
internal static class WholeUploads
{
    public static void UseWholeUploads(this WebApplication app) => app.Use(next => context =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<EndpointFiles>() is not null && context.User.Identity is { IsAuthenticated: true })
        {
            context.Response.OnStarting(() => context.Response.StatusCode >= StatusCodes.Status400BadRequest ? ReadRestAsync(context) : Task.CompletedTask);
        }

        return next(context);
    });

    private static async Task ReadRestAsync(HttpContext context)
    {
        try
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Over the limit, too slow, or gone: the answer stands, whether or not anybody hears it.
        }
    }
}
