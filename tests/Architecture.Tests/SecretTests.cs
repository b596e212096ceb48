using System.Text.Json;
using System.Text.RegularExpressions;

namespace Partnership.Architecture.Tests;

/// <summary>No secret is in the repository: generated ones are kept beside it, and those of tests open nothing but the tests' own servers.</summary>
public partial class SecretTests
{
    private static readonly string[] NotOurs = [".git", ".data", "artifacts", "bin", "obj", "node_modules", "TestResults"];

    // Faces, pictures: no text.
    private static readonly string[] NoText = [".png", ".ttf"];

    [Fact]
    public void Files_OfTheRepository_HoldNoSecret()
    {
        var files = Files(new DirectoryInfo(Repository.Root)).ToList();

        Assert.True(files.Count > 1_000, $"only {files.Count} files");
        Assert.Empty(files.SelectMany(file => Secrets(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file))));
    }

    [Theory]
    [InlineData("tests/X/key.txt", "-----BEGIN {0} KEY-----", "RSA PRIVATE", "private key")]
    [InlineData("tests/X/Y.cs", "var token = \"{0}.eyJzdWIiOiJwbGFudGVkIn0.c2ln\";", "eyJhbGciOiJSUzI1NiJ9", "token")]
    [InlineData("src/X/appsettings.json", "{{ \"ConnectionStrings\": {{ \"x\": \"Host=localhost;Password={0}\" }} }}", "planted", "password of a connection string")]
    [InlineData("src/X/appsettings.Development.json", "{{ \"Broker\": {{ \"Password\": \"{0}\" }} }}", "planted", "Broker.Password")]
    [InlineData("AppHost/Properties/launchSettings.json", "{{ \"profiles\": [ {{ \"env\": {{ \"API_KEY\": \"{0}\" }} }} ] }}", "planted", "API_KEY")]
    [InlineData("partnership", "export PGPASSWORD={0}", "planted", "password of a script")]
    [InlineData(".ci/run", "curl https://somebody:{0}@example.org/", "planted", "password of an address")]
    [InlineData("src/X/Y.cs", "const string Key = \"gh{0}\";", "p_0123456789abcdefghijABCDEFGHIJ012345", "key of a service elsewhere")]
    public void Secrets_Planted_AreFound(string file, string text, string secret, string found) =>
        Assert.Contains(found, Assert.Single(Secrets(file, string.Format(System.Globalization.CultureInfo.InvariantCulture, text, secret))), StringComparison.Ordinal);

    [Theory]
    [InlineData("src/X/Y.cs", "$\"Host={host};Password={password}\"")]
    [InlineData("src/X/Y.cs", "\"(Host=…;Port=…;Username=…;Password=…).\"")]
    [InlineData("docs/running.md", "PGPASSWORD=$(sed -n 1p .data/parameters.json)")]
    [InlineData("src/X/appsettings.json", "{ \"Authentication\": { \"RemovedClientsFile\": \"\", \"Password\": \"\" } }")]
    [InlineData("src/X/Y.cs", "$\"amqp://{user}:{password}@{host}\"")]
    public void Secrets_WherePlaceholdersStand_AreNone(string file, string text) => Assert.Empty(Secrets(file, text));

    /// <summary>What is a secret in one file, without its value.</summary>
    private static IEnumerable<string> Secrets(string file, string text)
    {
        var found = new List<(string What, int At)>();
        found.AddRange(PrivateKey().Matches(text).Select(match => ("a private key", match.Index)));
        found.AddRange(Token().Matches(text).Select(match => ("a token", match.Index)));
        found.AddRange(ForeignKey().Matches(text).Select(match => ("a key of a service elsewhere", match.Index)));

        // The passwords of tests are of servers that a test makes and takes away.
        if (!file.StartsWith("tests", StringComparison.Ordinal))
        {
            found.AddRange(ConnectionPassword().Matches(text).Select(match => ("a password of a connection string", match.Index)));
            found.AddRange(AddressPassword().Matches(text).Select(match => ("a password of an address", match.Index)));
            found.AddRange(ScriptPassword().Matches(text).Select(match => ("a password of a script", match.Index)));
        }

        if (file.EndsWith(".json", StringComparison.Ordinal) && !file.Contains("lock.json", StringComparison.Ordinal))
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            found.AddRange(Members(json.RootElement, string.Empty).Select(member => (member, 0)));
        }

        return found.Select(each => $"{file} line {text[..each.At].Count(letter => letter == '\n') + 1}: {each.What}");
    }

    private static IEnumerable<string> Members(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Members(member.Value, $"{path}.{member.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Members(item, path)),
        JsonValueKind.String when element.GetString()!.Length > 0 && SecretName().IsMatch(path[(path.LastIndexOf('.') + 1)..]) => [path],
        _ => [],
    };

    private static IEnumerable<string> Files(DirectoryInfo folder) => folder.EnumerateFiles().Where(file => !NoText.Contains(file.Extension)).Select(file => file.FullName)
        .Concat(folder.EnumerateDirectories().Where(each => !NotOurs.Contains(each.Name)).SelectMany(Files));

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY")]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{2,}")]
    private static partial Regex Token();

    [GeneratedRegex(@"\b(ghp_|gho_|ghs_|github_pat_|glpat-|xox[abp]-|AKIA|AIza|sk-|npm_)[A-Za-z0-9_-]{16,}")]
    private static partial Regex ForeignKey();

    [GeneratedRegex(@"(?i)\b(Password|Pwd)=[^{\s""';…<$]+")]
    private static partial Regex ConnectionPassword();

    [GeneratedRegex(@"[a-z]+://[A-Za-z0-9._-]+:[^{\s""'@/$<…:]+@")]
    private static partial Regex AddressPassword();

    [GeneratedRegex(@"(?m)\b[A-Z_]*(PASSWORD|SECRET|TOKEN)=[^$\s""'{<]+")]
    private static partial Regex ScriptPassword();

    [GeneratedRegex("(?i)(password|passphrase|secret|token|api_?key|private_?key)$")]
    private static partial Regex SecretName();
}
