using System.Text.Json;
using System.Text.Json.Serialization;

namespace Partnership.LocalityHub.Changes;

/// <summary>
/// Takes a record of a batch as it was sent, members that stand in it twice too: what is wrong with one record is for that record's answer to say.
/// Read with the API's own strictness it would cost the batch.
/// </summary>
internal sealed class RecordsAsSent : JsonConverter<JsonElement>
{
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}
