using System.Collections.Frozen;
using System.Security.Claims;
using Partnership.Contracts;

namespace Partnership.ServiceDefaults.Authentication;

/// <summary>Who asks: what the validated token says. Ask for it as a parameter of an endpoint's handler, or from the request's scope.</summary>
/// <param name="Subject">The token's <c>sub</c>: an opaque id of the person, or the client's id for a system.</param>
/// <param name="Councils">The councils that the caller works for (<c>councils</c>); empty for regional staff.</param>
/// <param name="Roles">What the caller does (<c>roles</c>), of <see cref="Authentication.Roles"/>.</param>
/// <param name="ClientId">The registered client that obtained the token (<c>client_id</c>).</param>
public sealed record Caller(string Subject, IReadOnlySet<CouncilCode> Councils, IReadOnlySet<string> Roles, string ClientId)
{
    /// <summary>The person's name (<c>name</c>), for colleagues to see; empty where the authority does not say it.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Nobody: what a request without a valid token has.</summary>
    public static Caller Anonymous { get; } = new(string.Empty, FrozenSet<CouncilCode>.Empty, FrozenSet<string>.Empty, string.Empty);

    /// <summary>Reads the caller from a validated token's claims; <see cref="Anonymous"/> when nobody signed in.</summary>
    public static Caller From(ClaimsPrincipal user)
    {
        if (user is CallerPrincipal { Caller: { } known })
        {
            return known;
        }

        if (user.Identity is not { IsAuthenticated: true })
        {
            return Anonymous;
        }

        var councils = new HashSet<CouncilCode>();
        foreach (var claim in user.FindAll("councils"))
        {
            if (CouncilCode.TryParse(claim.Value, null, out var council))
            {
                councils.Add(council);
            }
        }

        var clientId = user.FindFirst("client_id")?.Value ?? user.FindFirst("azp")?.Value ?? string.Empty;
        return new Caller(
            user.FindFirst("sub")?.Value ?? clientId,
            councils.ToFrozenSet(),
            user.FindAll("roles").Select(claim => claim.Value).ToFrozenSet(),
            clientId)
        {
            Name = user.FindFirst("name")?.Value ?? string.Empty,
        };
    }
}

/// <summary>A validated token's claims with the caller already read from them, kept as long as the token.</summary>
internal sealed class CallerPrincipal : ClaimsPrincipal
{
    public CallerPrincipal(ClaimsPrincipal validated)
        : base(validated) =>
        Caller = Caller.From(validated);

    public Caller Caller { get; }

    /// <summary>Asked by every policy with up to all the roles there are: a look into a set, not a walk through the claims.</summary>
    public override bool IsInRole(string role) => Caller.Roles.Contains(role);
}
