using EdgeAI.Records.Proof;

namespace EdgeAI.City.Proof;

/// <summary>What a verification is given beside the records.</summary>
/// <param name="Keys">The public keys that are believed; without one, those of the database.</param>
/// <param name="Anchors">Seals that are known from elsewhere.</param>
/// <param name="Left">What left and is not asked for, beside what the database says.</param>
internal sealed record GivenProof(RecordPublicKey[] Keys, ChainHead[] Anchors, LeftRange[] Left);
