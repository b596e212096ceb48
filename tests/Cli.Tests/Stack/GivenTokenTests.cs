using System.CommandLine;
using System.Reflection;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Tests.Stack;

/// <summary>A token of another authority's reaches a verb by a file, standard input or the environment, and never by an argument.</summary>
public sealed class GivenTokenTests : IDisposable
{
    private const string Token = "invented-token";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("given-token-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Verb_TokenInAFile_IsSentInsteadOfSigningIn()
    {
        await using var gateway = await new StandInGateway { Trail = [] }.StartAsync();

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "audit", "verify", "--council", "860", "--token-file", Kept(UnixFileMode.UserRead | UnixFileMode.UserWrite));

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal([$"Bearer {Token}"], gateway.Bearers.Distinct());
        Assert.Empty(gateway.TokenRequests);
    }

    [Fact]
    public async Task Verb_TokenOnStandardInput_IsReadOnceForAllRequests()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, ("PARTNERSHIP_TOKEN", ""), Token + "\n", ["parked", "list", "--token-file", "-", "--at", "860"]);

        Assert.Equal((1, ""), (code, errors));
        Assert.Equal([$"Bearer {Token}"], gateway.Bearers.Distinct());
    }

    [Fact]
    public async Task Verb_TokenInTheEnvironment_IsSentInsteadOfSigningIn()
    {
        await using var gateway = await new StandInGateway { Trail = [] }.StartAsync();

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, ("PARTNERSHIP_TOKEN", Token), "audit", "verify", "--council", "860");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal([$"Bearer {Token}"], gateway.Bearers.Distinct());
    }

    [Fact]
    public async Task Verb_FileThatOthersMayRead_IsRefusedAndNothingIsSent()
    {
        await using var gateway = await new StandInGateway().StartAsync();

        var (code, _, errors) = await CommandLine.RunAsync(gateway.Address, "parked", "list", "--token-file", Kept(UnixFileMode.UserRead | UnixFileMode.OtherRead));

        Assert.Equal(2, code);
        Assert.Contains("Others may read", errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, errors, StringComparison.Ordinal);
        Assert.Empty(gateway.Bearers);
    }

    /// <summary>Every verb of the program, also one that is written tomorrow.</summary>
    [Fact]
    public void Verbs_TakeNoSecretAsAnArgument()
    {
        var options = Verbs().SelectMany(verb => verb.Options.Select(option => (Verb: verb.Name, option.Name, option.ValueType))).ToList();

        Assert.Contains(options, option => option.Name == GivenToken.FileOption.Name);
        Assert.DoesNotContain(options, option => option.ValueType != typeof(bool)
            && new[] { "token", "secret", "password", "passphrase", "key" }.Any(word => option.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
            && !option.Name.EndsWith("-file", StringComparison.Ordinal));
    }

    private static IEnumerable<Command> Verbs() => typeof(GivenToken).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public))
        .Where(method => method.ReturnType == typeof(Command) && method.GetParameters().Length == 0)
        .SelectMany(method => Within((Command)method.Invoke(null, null)!));

    private static IEnumerable<Command> Within(Command verb) => verb.Subcommands.SelectMany(Within).Prepend(verb);

    private string Kept(UnixFileMode mode)
    {
        var path = Path.Combine(_folder.FullName, "token");
        File.WriteAllText(path, Token + "\n");
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
