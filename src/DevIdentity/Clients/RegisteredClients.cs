using Microsoft.Extensions.Options;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Authentication;

namespace Partnership.DevIdentity.Clients;

/// <summary>A system that may ask for tokens: for itself with the secret, or for a person who signs in when it has a redirect address.</summary>
/// <param name="Id">The client's id.</param>
/// <param name="Roles">Roles of tokens that it gets for itself.</param>
/// <param name="Councils">Councils of tokens that it gets for itself.</param>
/// <param name="RedirectUri">Where a person comes back to; a client that has one is public and has no secret.</param>
internal sealed record RegisteredClient(string Id, IReadOnlyList<string> Roles, IReadOnlyList<CouncilCode> Councils, string? RedirectUri = null);

/// <summary>
/// The clients: a case system for each council, the regional ones, and the command line for people (public, code with PKCE).
/// </summary>
internal sealed class RegisteredClients
{
    /// <summary>The command line's client; it listens on the redirect address only in name: it reads the code from the redirect itself.</summary>
    public const string CommandLine = "partnership-cli";

    private readonly Dictionary<string, RegisteredClient> _clients;

    public RegisteredClients(IOptions<RegionOptions> region)
    {
        CouncilCode[] all = [.. region.Value.Codes];
        RegisteredClient[] clients =
        [
            .. all.Select(code => new RegisteredClient($"case-system-{code}", [Roles.CaseSystem], [code])),
            new("hub-operations", [Roles.HubOperations], []),
            new("board", [Roles.BoardMember], []),
            new("auditor", [Roles.Auditor], []),
            // Every hub's parked messages are the operator's business; no policy lets the role read case data.
            new("operator", [Roles.Operator], all),
            new(CommandLine, [], [], "http://localhost:8082/callback"),
        ];
        _clients = clients.ToDictionary(client => client.Id);
    }

    public RegisteredClient? Find(string? id) => id is null ? null : _clients.GetValueOrDefault(id);
}
