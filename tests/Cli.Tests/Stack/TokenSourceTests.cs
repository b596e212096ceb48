using System.Net;
using System.Net.Sockets;
using Partnership.Cli.Stack;

namespace Partnership.Cli.Tests.Stack;

public class TokenSourceTests
{
    /// <summary>Somebody listens, and says nothing.</summary>
    [Fact]
    public async Task Get_IdentityServiceThatDoesNotAnswer_MayPass()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        using var tokens = TokenSource.OfClient(
            new Uri($"http://{deaf.LocalEndpoint}/"), "case-system-860", "s3cret", TimeProvider.System, TimeSpan.FromMilliseconds(100));

        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => tokens.GetAsync(TestContext.Current.CancellationToken));

        Assert.True(failure.MayPass);
        Assert.Contains("took too long", failure.Message, StringComparison.Ordinal);
    }
}
