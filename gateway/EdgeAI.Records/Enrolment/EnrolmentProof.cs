using System.Text;

namespace EdgeAI.Records.Enrolment;

/// <summary>What a gateway signs to show that it holds the key that it wants believed, and that token and request are its own.</summary>
public static class EnrolmentProof
{
    /// <summary>The bytes that are signed: <c>EdgeAI enrol</c> and 0, the token and 0, the request.</summary>
    public static byte[] Message(string token, string request) => Encoding.UTF8.GetBytes($"EdgeAI enrol\0{token}\0{request}");
}
