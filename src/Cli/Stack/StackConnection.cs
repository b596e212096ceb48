using System.CommandLine;

namespace Partnership.Cli.Stack;

/// <summary>How a verb reaches the running system.</summary>
internal sealed record StackConnection(Uri Gateway, Uri Identity, TimeProvider Clock)
{
    public static StackConnection Of(ParseResult parsed) =>
        new(parsed.GetValue(StackOptions.Gateway)!, parsed.GetValue(StackOptions.Identity)!, TimeProvider.System);

    public GatewayClient AsClient(string client) =>
        new(Gateway, TokenSource.OfClient(Identity, client, ClientSecret.Read(), Clock), Clock);

    public GatewayClient AsPerson(string user) => new(Gateway, TokenSource.OfPerson(Identity, user, Clock), Clock);

    public GatewayClient AsCouncil(string council) => AsClient($"case-system-{council}");

    public static Command Add(Command command)
    {
        command.Add(StackOptions.Gateway);
        command.Add(StackOptions.Identity);
        return command;
    }
}
