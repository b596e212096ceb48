using System.Net;
using Partnership.LocalityHub.Webhooks;

namespace Partnership.LocalityHub.Tests.Webhooks;

/// <summary>Nothing that a council can write leads the hub to what only the hub can reach.</summary>
public class AddressTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void Allow_PrivateOrSpecial_IsRefused(string address) => Assert.False(new Addresses(new WebhookOptions()).Allow(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("::ffff:212.58.1.1")]
    [InlineData("2a00:1450:4009::1")]
    public void Allow_Public_IsAllowed(string address) => Assert.True(new Addresses(new WebhookOptions()).Allow(IPAddress.Parse(address)));

    [Fact]
    public void Allow_PrivateNetworkThatTheOperatorNames_IsAllowedAndNoOther()
    {
        var addresses = new Addresses(new WebhookOptions { AllowedNetworks = ["10.20.0.0/16"] });

        Assert.True(addresses.Allow(IPAddress.Parse("10.20.3.4")));
        Assert.True(addresses.Allow(IPAddress.Parse("::ffff:10.20.3.4")));
        Assert.False(addresses.Allow(IPAddress.Parse("10.21.3.4")));
    }

    /// <summary>Every way to write this machine's own address, against a listener that must hear nothing.</summary>
    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://0177.0.0.1:{0}/")]
    [InlineData("http://127.1:{0}/")]
    [InlineData("http://[::1]:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://0.0.0.0:{0}/")]
    public async Task Call_ThisMachineByAnyName_NeverConnects(string form)
    {
        await using var sink = await Receiver.StartAsync();
        using var caller = new WebhookCaller(new WebhookOptions { AllowHttp = true, Patience = TimeSpan.FromSeconds(5) }, TimeProvider.System);
        var url = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, sink.Port);

        var outcome = await caller.CallAsync(
            new Webhook { Url = url, Secret = [1], CreatedBy = "test" }, new WebhookDelivery { Event = "ping", Body = "{}" }, TestContext.Current.CancellationToken);

        Assert.Equal("address-not-allowed", outcome.Fault);
        Assert.Empty(sink.Calls);
    }
}
