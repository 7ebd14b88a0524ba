namespace EdgeAI.Records.Enrolment;

/// <summary>Where the city answers.</summary>
public static class EnrolmentPaths
{
    /// <summary>GET: the authority's certificate, PEM. Whoever asks holds it against the fingerprint that came with the token.</summary>
    public const string Authority = "/v1/authority";

    /// <summary>POST of an <see cref="EnrolmentRequest"/>.</summary>
    public const string Enrol = "/v1/enrol";

    /// <summary>POST of a <see cref="RenewalRequest"/>, with the certificate before.</summary>
    public const string Renew = "/v1/renew";
}
