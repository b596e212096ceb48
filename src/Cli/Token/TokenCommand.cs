using System.CommandLine;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Token;

/// <summary><c>partnership token</c>: prints a token for a client or for one of the invented people, and nothing else.</summary>
internal static class TokenCommand
{
    public static Command Create()
    {
        var client = new Option<string?>("--client") { Description = "A client, such as case-system-860, hub-operations or operator" };
        var user = new Option<string?>("--user") { Description = "One of the invented people, such as social.worker.860" };
        var command = StackConnection.AddAddresses(new Command("token", "Print a token: for a client, or for one of the invented people") { client, user });
        command.Validators.Add(result =>
        {
            if ((result.GetValue(client) is null) == (result.GetValue(user) is null))
            {
                result.AddError("Name either --client or --user.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            var stack = StackConnection.Of(parsed);
            using var tokens = parsed.GetValue(client) is { } name
                ? TokenSource.OfClient(stack.Identity, name, ClientSecret.Read(), stack.Clock)
                : TokenSource.OfPerson(stack.Identity, parsed.GetValue(user)!, stack.Clock);
            Console.Out.WriteLine(await tokens.GetAsync(ct));
            return Verb.Done;
        });
        return command;
    }
}
