using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.CentralHub.Persistence.Migrations
{
    /// <summary>Digests of children's numbers, and candidate matches.</summary>
    [DbContext(typeof(CentralHubDbContext))]
    [Migration("20261129050100_IdentityMatches")]
    public partial class IdentityMatches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "child_identity",
                columns: table => new
                {
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    epoch = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    by_nhs_number = table.Column<Guid>(type: "uuid", nullable: true),
                    by_pupil_number = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_child_identity", x => x.reference);
                });

            migrationBuilder.CreateTable(
                name: "identity_match",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    councils = table.Column<short[]>(type: "smallint[]", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<short>(type: "smallint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_match", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "identity_match_side",
                columns: table => new
                {
                    match = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    reference = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<short>(type: "smallint", nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_match_side", x => new { x.match, x.council });
                    table.ForeignKey(
                        name: "FK_identity_match_side_identity_match_match",
                        column: x => x.match,
                        principalTable: "identity_match",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "child_identity_nhs_number",
                table: "child_identity",
                column: "by_nhs_number",
                filter: "by_nhs_number is not null");

            migrationBuilder.CreateIndex(
                name: "child_identity_pupil_number",
                table: "child_identity",
                column: "by_pupil_number",
                filter: "by_pupil_number is not null");

            migrationBuilder.CreateIndex(
                name: "identity_match_side_reference",
                table: "identity_match_side",
                column: "reference");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "child_identity");

            migrationBuilder.DropTable(
                name: "identity_match_side");

            migrationBuilder.DropTable(
                name: "identity_match");
        }
    }
}
