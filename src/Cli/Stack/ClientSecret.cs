using Partnership.Cli.Machine;

namespace Partnership.Cli.Stack;

/// <summary>The one secret of a developer's machine that every client of DevIdentity shares; the host made it at its first start.</summary>
internal static class ClientSecret
{
    public static string Read() => Environment.GetEnvironmentVariable("PARTNERSHIP_CLIENT_SECRET") is { Length: > 0 } given
        ? given
        : KeptParameters.Read("dev-client-secret");
}
