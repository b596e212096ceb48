using System.CommandLine;

namespace Partnership.Cli.Stack;

/// <summary>How a verb reaches the running system.</summary>
internal sealed record StackConnection(Uri Gateway, Uri Identity, TimeProvider Clock, GivenToken? Given = null)
{
    public static StackConnection Of(ParseResult parsed) =>
        new(parsed.GetValue(StackOptions.Gateway)!, parsed.GetValue(StackOptions.Identity)!, TimeProvider.System, GivenToken.Of(parsed));

    public GatewayClient AsClient(string client) =>
        As(() => TokenSource.OfClient(Identity, client, ClientSecret.Read(), Clock));

    public GatewayClient AsPerson(string user) => As(() => TokenSource.OfPerson(Identity, user, Clock));

    public GatewayClient AsCouncil(string council) => AsClient($"case-system-{council}");

    /// <summary>Lets a verb be told where the system answers, and be given a token.</summary>
    public static Command Add(Command command)
    {
        command.Add(GivenToken.FileOption);
        return AddAddresses(command);
    }

    /// <summary>Lets a verb be told where the system answers: one that signs in as several.</summary>
    public static Command AddAddresses(Command command)
    {
        command.Add(StackOptions.Gateway);
        command.Add(StackOptions.Identity);
        return command;
    }

    /// <summary>Whoever gave a token is whom it names.</summary>
    private GatewayClient As(Func<TokenSource> signIn) => new(Gateway, Given is null ? signIn() : TokenSource.Given(Given, Clock), Clock);
}
