using System.Text.Json.Serialization;

namespace EdgeAI.Records.Enrolment;

/// <summary>Enrolment as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(RenewalRequest))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(EnrolmentRefusal))]
public sealed partial class EnrolmentJson : JsonSerializerContext;
