using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Partnership.LocalityHub.Webhooks;

/// <summary>
/// How a call proves that it is the hub's: <c>t</c> is the second in which it was sent, <c>v1</c> the HMAC-SHA256 of <c>t</c>, a full stop and
/// the body, under the webhook's secret. The receiver reckons it anew, and refuses a call whose second is long past.
/// </summary>
internal static class WebhookSignature
{
    public const string Header = "Partnership-Signature";

    public static string Of(byte[] secret, DateTimeOffset now, string body)
    {
        var second = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{second}.{body}"));
        return $"t={second},v1={Convert.ToHexStringLower(mac)}";
    }
}
