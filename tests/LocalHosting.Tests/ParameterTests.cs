using System.Text.Json;

namespace Partnership.LocalHosting.Tests;

public sealed class ParameterTests : IAsyncDisposable
{
    private const UnixFileMode OwnerReadsAndWrites = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly TestHost _host = new();

    private string StoreFile => Path.Combine(_host.Data, "parameters.json");

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Generated_Persisted_IsTheSameInTheNextRun()
    {
        var first = await ValueAsync(persist: true);
        var second = await ValueAsync(persist: true);

        Assert.Equal(24, first!.Length);
        Assert.Equal(first, second);
        var stored = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(StoreFile, TestContext.Current.CancellationToken));
        Assert.Equal(first, stored!["hub-password"]);
    }

    [Fact]
    public async Task Generated_NotPersisted_IsAnotherInTheNextRun()
    {
        Assert.NotEqual(await ValueAsync(persist: false), await ValueAsync(persist: false));
        Assert.False(File.Exists(StoreFile));
    }

    [Fact]
    public async Task Generated_Persisted_CanBeReadByItsOwnerOnly()
    {
        await ValueAsync(persist: true);

        Assert.Equal(OwnerReadsAndWrites, File.GetUnixFileMode(StoreFile));
        Assert.Equal(OwnerReadsAndWrites | UnixFileMode.UserExecute, File.GetUnixFileMode(_host.Data));
    }

    [Fact]
    public async Task Configured_Value_ComesBeforeTheGeneratedOne()
    {
        var builder = _host.NewBuilder("--Parameters:hub-password=chosen");

        Assert.Equal("chosen", await Add(builder, persist: true).Resource.GetValueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Missing_Value_NamesTheConfigurationKey()
    {
        var parameter = _host.NewBuilder().AddParameter("region");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(async () => await parameter.Resource.GetValueAsync(TestContext.Current.CancellationToken));

        Assert.Contains("Parameters:region", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false, false, "^[a-z]{30}$")]
    [InlineData(false, true, false, "^[A-Z]{30}$")]
    [InlineData(false, false, true, "^[0-9]{30}$")]
    [InlineData(true, true, true, "^[a-zA-Z0-9]{30}$")]
    public void Generator_KindsSwitchedOff_AreLeftOut(bool lower, bool upper, bool numeric, string pattern)
    {
        var value = new GenerateParameterDefault { MinLength = 30, Lower = lower, Upper = upper, Numeric = numeric, Special = false }.GetDefaultValue();

        Assert.Matches(pattern, value);
    }

    [Fact]
    public void Generator_Minimums_AreKept()
    {
        var value = new GenerateParameterDefault { MinLength = 8, MinSpecial = 3, MinNumeric = 4, MinUpper = 2 }.GetDefaultValue();

        Assert.True(value.Count(c => !char.IsAsciiLetterOrDigit(c)) >= 3);
        Assert.True(value.Count(char.IsAsciiDigit) >= 4);
        Assert.True(value.Count(char.IsAsciiLetterUpper) >= 2);
    }

    private static IResourceBuilder<ParameterResource> Add(IDistributedApplicationBuilder builder, bool persist) =>
        builder.AddParameter("hub-password", new GenerateParameterDefault { MinLength = 24 }, secret: true, persist: persist);

    private ValueTask<string?> ValueAsync(bool persist) =>
        Add(_host.NewBuilder(), persist).Resource.GetValueAsync(TestContext.Current.CancellationToken);
}
