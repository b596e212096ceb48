using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Partnership.LocalHosting.Dashboard;

/// <summary>Lets <c>./partnership secrets rotate</c> have secrets changed. Names go in and out, values never.</summary>
internal sealed class SecretEndpoints(SecretRotation rotation)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/api/secrets", () => Results.Json(new
        {
            secrets = rotation.List().Select(secret => new { name = secret.Name, change = JsonNamingPolicy.KebabCaseLower.ConvertName(secret.Change.ToString()) }),
        }));
        app.MapPost("/secrets/{name}/rotate", (string name) => Change(name, SecretChange.AtOnce, () =>
        {
            rotation.Rotate(name);
            return true;
        }));
        app.MapPost("/secrets/{name}/propose", (string name) => Change(name, SecretChange.Proposed, () =>
        {
            rotation.Propose(name);
            return true;
        }));
        app.MapPost("/secrets/{name}/accept", (string name) => Change(name, SecretChange.Proposed, () => rotation.Accept(name)));
    }

    private IResult Change(string name, SecretChange allowed, Func<bool> change) => rotation.ChangeOf(name) switch
    {
        null => Results.Text("There is no such secret.\n", statusCode: StatusCodes.Status404NotFound),
        SecretChange.Configured => Results.Text($"'{name}' is configured: it is changed where it is configured.\n", statusCode: StatusCodes.Status409Conflict),
        { } how when how != allowed || !change() => Results.Text($"'{name}' cannot be changed like that now.\n", statusCode: StatusCodes.Status409Conflict),
        _ => Results.NoContent(),
    };
}
