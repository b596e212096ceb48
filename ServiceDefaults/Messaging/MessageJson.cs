using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.ServiceDefaults.Messaging;

/// <summary>The JSON of messages: camel case, enumerations by name, required members required.</summary>
public static class MessageJson
{
    /// <summary>Read-only options.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
            RespectRequiredConstructorParameters = true,
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
