using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Partnership.AdoptionSupportFund.Persistence.Migrations
{
    /// <summary>What hubs were told that their people have to see to; which decided applications a draft pack would have stopped.</summary>
    [DbContext(typeof(FundDbContext))]
    [Migration("20261128214500_ChasesAndHistory")]
    public partial class ChasesAndHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "chase",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    task = table.Column<short>(type: "smallint", nullable: false),
                    about = table.Column<Guid>(type: "uuid", nullable: false),
                    assessment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    step = table.Column<short>(type: "smallint", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_chase", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rule_history",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council = table.Column<short>(type: "smallint", nullable: false),
                    codes = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_rule_history", x => new { x.job_id, x.application_id });
                });

            migrationBuilder.CreateIndex(
                name: "chase_about",
                table: "chase",
                columns: new[] { "council", "task", "about" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "chase_assessment",
                table: "chase",
                column: "assessment_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "chase");

            migrationBuilder.DropTable(
                name: "rule_history");
        }
    }
}
