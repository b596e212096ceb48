using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>Who attested what became of papers, and that it was asked for. What was attested before was the reader's word.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261130140200_AskedAttestations")]
    public partial class AskedAttestations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(name: "attested_by", table: "disclosure", type: "uuid", nullable: true);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "attestation_asked_at", table: "disclosure", type: "timestamp with time zone", nullable: true);
            migrationBuilder.AddColumn<Guid>(name: "attestation_asked_by", table: "disclosure", type: "uuid", nullable: true);
            migrationBuilder.AddColumn<DateOnly>(name: "attestation_due", table: "disclosure", type: "date", nullable: true);
            migrationBuilder.AddColumn<DateTimeOffset>(name: "attestation_overdue_at", table: "disclosure", type: "timestamp with time zone", nullable: true);
            migrationBuilder.Sql("update disclosure set attested_by = reader where papers is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "attestation_overdue_at", table: "disclosure");
            migrationBuilder.DropColumn(name: "attestation_due", table: "disclosure");
            migrationBuilder.DropColumn(name: "attestation_asked_by", table: "disclosure");
            migrationBuilder.DropColumn(name: "attestation_asked_at", table: "disclosure");
            migrationBuilder.DropColumn(name: "attested_by", table: "disclosure");
        }
    }
}
